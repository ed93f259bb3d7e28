/** Classes of routes, each with a quota of its own. */
export type RouteClass = 'segmentation' | 'reading' | 'admin';

export interface Protection {
  /** Requests in any 60 seconds, by class of route and tenant. */
  readonly perMinute: Readonly<Record<RouteClass, number>>;
  /** Requests of one tenant that are worked on at the same time. */
  readonly running: number;
  /** Requests of one tenant that may wait for those. */
  readonly waiting: number;
  /** How long one may wait. */
  readonly waitMs: number;
  /** Runs of one tenant that may wait to be computed later. */
  readonly queued: number;
  /** Tasks that one tenant may be told of at the same time, as server-sent events. */
  readonly streams: number;
  /** A computation goes on for so long after the last who waited for it is gone: callers whose connection broke come again. */
  readonly lingerMs: number;
  /** An answer is given again to the same request for so long. */
  readonly replayMs: number;
  /** Memory for those answers. */
  readonly replayBytes: number;
  /** Wrong credentials that an address may send in 60 seconds before it has to pause. */
  readonly failures: number;
  /** Bytes that the decoded bodies of all requests under way may take together. */
  readonly inFlightBytes: number;
  /** Time for the headers of a request to arrive. */
  readonly headersMs: number;
  /** Time for the whole request to arrive. */
  readonly requestMs: number;
  /** How often those two are looked at; Node's own 30 seconds would make them late. */
  readonly lookMs: number;
  /** An upload that brings nothing for this long is given up. */
  readonly uploadStallMs: number;
  /** A caller that takes nothing of its answer for this long is cut off. */
  readonly answerStallMs: number;
  /** Milliseconds since any moment; never goes back. */
  readonly uptime: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Uniform in [0, 1): spreads the times at which refused callers come back. */
  readonly random: () => number;
}

export const protectionDefaults: Protection = {
  perMinute: { segmentation: 50, reading: 300, admin: 20 },
  running: 2,
  waiting: 20,
  waitMs: 60_000,
  queued: 1_000,
  streams: 20,
  lingerMs: 2_000,
  replayMs: 60_000,
  replayBytes: 16 * 1024 * 1024,
  failures: 10,
  inFlightBytes: 128 * 1024 * 1024,
  headersMs: 15_000,
  requestMs: 300_000,
  lookMs: 5_000,
  uploadStallMs: 30_000,
  answerStallMs: 60_000,
  uptime: () => performance.now(),
  now: Date.now,
  random: Math.random,
};
