import { type Flights, flights } from '../../runs/flights.ts';
import type { Answer } from '../../runs/job.ts';
import { type ByteBudget, byteBudget } from './byte-budget.ts';
import { type FailureThrottle, failureThrottle } from './failures.ts';
import { type Protection, protectionDefaults, type RouteClass } from './settings.ts';
import { type SlidingLog, slidingLog } from './sliding-log.ts';
import { type Turns, turns } from './turns.ts';

/** What an app counts and holds, for all of its requests together. */
export interface Gates {
  readonly settings: Protection;
  readonly failures: FailureThrottle;
  readonly quotas: Readonly<Record<RouteClass, SlidingLog>>;
  readonly turns: Turns;
  readonly budget: ByteBudget;
  /** Of identical requests one is computed. */
  readonly flights: Flights<Answer>;
}

declare module 'fastify' {
  interface FastifyInstance {
    gates: Gates;
  }
}

export const WINDOW_MS = 60_000;

/** `largestBody` always fits, whatever the settings say. */
export function openGates(given: Partial<Protection> = {}, largestBody = 0): Gates {
  const settings = { ...protectionDefaults, ...given };
  const { perMinute } = settings;
  const quota = (limit: number): SlidingLog => slidingLog({ limit, windowMs: WINDOW_MS });
  return {
    settings,
    failures: failureThrottle(settings.failures),
    quotas: {
      segmentation: quota(perMinute.segmentation),
      reading: quota(perMinute.reading),
      admin: quota(perMinute.admin),
    },
    turns: turns(settings),
    flights: flights({ ...settings, bytesOf: ({ body }) => body.buffer.byteLength }),
    budget: byteBudget(Math.max(settings.inFlightBytes, largestBody)),
  };
}
