import { resolve, shown } from '@clientele/engine';
import { type Static, Type } from 'typebox';
import { dayIn, isDay, isZone } from '../contract/days.ts';
import { decimalSchema } from '../contract/decimal.ts';
import { orderChoices, timeZoneSchema } from '../contract/orders/order-rules.ts';
import { OrdersFault } from './faults.ts';

const day = (description: string) => Type.Optional(Type.String({ description: `${description} YYYY-MM-DD.` }));

/**
 * How order lines become features. The one source of types, defaults, checks, flags, request parameters and reference.
 * Days are YYYY-MM-DD in `timeZone`.
 */
export const orderRules = Type.Object({
  asOf: day('The day from which recency is counted; no order may be later. Left out: today.'),
  since: day('The first day that counts.'),
  until: day('The last day that counts; later lines are left out.'),
  timeZone: timeZoneSchema,
  ...orderChoices,
  duplicates: Type.Enum(['keep', 'drop'], {
    default: 'keep',
    description: 'Lines that repeat another one exactly: keep them, or drop the repeats.',
  }),
  badLines: Type.Enum(['refuse', 'skip'], {
    default: 'refuse',
    description: 'Lines that cannot be read: refuse the file, or skip and count them.',
  }),
  decimal: decimalSchema,
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

function requireZone(timeZone: string): void {
  if (!isZone(timeZone)) throw new OrdersFault('NO_ZONE', { value: shown(timeZone) });
}
