import { resolve, shown } from '@clientele/engine';
import { type Static, Type } from 'typebox';
import { OrdersFault } from './faults.ts';

const day = (description: string) => Type.Optional(Type.String({ description: `${description} YYYY-MM-DD.` }));
const choice = <const Choice extends string>(
  choices: readonly Choice[],
  options: { default: Choice; description: string },
) => Type.Enum(choices as unknown as [Choice, ...Choice[]], options);

/** The choices that callers of the service have too; the others are about reading files. */
export const bodyRules = {
  visits: choice(['days', 'orders'], {
    default: 'days',
    description: 'What counts as a visit: a day with an order, or each order.',
  }),
  returns: choice(['net', 'drop', 'keep'], {
    default: 'net',
    description:
      'Lines below zero: net sets them against the purchase they belong to and leaves the rest out, drop leaves them out, keep sums them as they are.',
  }),
  free: choice(['count', 'drop'], {
    default: 'count',
    description: 'Lines that cost nothing: count them as visits, or leave them out.',
  }),
};

/**
 * How order lines become features. The one source of types, defaults, checks, flags, request parameters and reference.
 * Days are YYYY-MM-DD in `timeZone`.
 */
export const orderRules = Type.Object({
  asOf: day('The day from which recency is counted; no order may be later. Left out: today.'),
  since: day('The first day that counts.'),
  until: day('The last day that counts; later lines are left out.'),
  timeZone: Type.String({
    default: 'UTC',
    description: 'Where a day begins and ends. Times with an offset are brought there, others are taken as they are.',
  }),
  ...bodyRules,
  duplicates: choice(['keep', 'drop'], {
    default: 'keep',
    description: 'Lines that repeat another one exactly: keep them, or drop the repeats.',
  }),
  badLines: choice(['refuse', 'skip'], {
    default: 'refuse',
    description: 'Lines that cannot be read: refuse the file, or skip and count them.',
  }),
  dateFormat: Type.Optional(
    Type.String({ minLength: 2, maxLength: 40, description: 'How dates are written, as in %d/%m/%Y %H:%M.' }),
  ),
  pointsCap: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, description: 'Points that make a loyalty score of 1; for a column of points.' }),
  ),
});
export type OrderRules = Static<typeof orderRules>;

/** Rules checked, with defaults and `asOf` filled in. */
export type ResolvedRules = OrderRules & { readonly asOf: string };

/**
 * Fills in defaults; `now` gives today. Throws the engine's INVALID_PARAMETER, or an OrdersFault for a day that no
 * calendar has, an unknown time zone, or a window that ends before it begins.
 */
export function resolveRules(given: Partial<OrderRules>, now: Date): ResolvedRules {
  const rules = resolve(orderRules, given);
  requireZone(rules.timeZone);
  for (const rule of ['asOf', 'since', 'until'] as const) {
    const value = rules[rule];
    if (value !== undefined && !isDay(value))
      throw new OrdersFault('NO_DAY', { rule: flagOf(rule), value: shown(value) });
  }
  const asOf = rules.asOf ?? dayIn(rules.timeZone, now);
  const end = rules.until !== undefined && rules.until < asOf ? rules.until : asOf;
  if (rules.since !== undefined && rules.since > end)
    throw new OrdersFault('EMPTY_WINDOW', { since: rules.since, until: end });
  return { ...rules, asOf };
}

/** asOf -> --as-of, as people who read files write it. */
function flagOf(rule: string): string {
  return `--${rule.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Whether a text is a day of the calendar, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day that a moment belongs to, in a time zone. */
export function dayIn(timeZone: string, moment: Date): string {
  // Sweden writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(moment);
}

const MILLISECONDS_A_DAY = 86_400_000;

/** Days from one day to another; both YYYY-MM-DD. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / MILLISECONDS_A_DAY);
}

/** The day some days after another. */
export function dayAfter(from: string, days: number): string {
  return new Date(Date.parse(from) + days * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
}

function requireZone(timeZone: string): void {
  try {
    dayIn(timeZone, new Date(0));
  } catch {
    throw new OrdersFault('NO_ZONE', { value: shown(timeZone) });
  }
}
