import type { FastifyInstance } from 'fastify';
import { decodeQuery } from '../../contract/members.ts';
import {
  MOST_USAGE_DAYS,
  type UsageAnswer,
  USAGE_DAYS,
  usageOperation,
  usagePath,
  usageQuery,
} from '../../contract/runs/usage.ts';
import { DAY_MS, iso } from '../../store/times.ts';
import type { Deps } from '../deps.ts';
import { guardReading, tenantOf } from '../guard.ts';
import { eitherCredentials } from '../plugins/either.ts';

/** What a tenant had computed, day by day. Without a store of runs nobody knows. */
export function usageRoute(app: FastifyInstance, deps: Deps): void {
  const { runs } = deps;
  if (!runs) return;
  const guarded = guardReading(app, eitherCredentials(deps, 'runs:read'));
  app.get(usagePath, { ...guarded, schema: usageOperation }, async (request): Promise<UsageAnswer> => {
    const asked = decodeQuery(usageQuery, request.query);
    const to = dayOf(asked.to) ?? Math.floor(app.gates.settings.now() / DAY_MS);
    const from = Math.max(dayOf(asked.from) ?? to - USAGE_DAYS + 1, to - MOST_USAGE_DAYS + 1);
    const between = { from: named(from), to: named(to) };
    const found = new Map((await runs.usageOf(tenantOf(request), between)).map((one) => [one.day, one]));
    const days = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => named(from + i));
    return { ...between, days: days.map((day) => found.get(day) ?? { day, jobs: 0, failed: 0, customers: 0 }) };
  });
}

/** The day in UTC of a time that was checked, counted from 1970. */
function dayOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(Date.parse(time) / DAY_MS);
}

function named(day: number): string {
  return iso(day * DAY_MS).slice(0, 10);
}
