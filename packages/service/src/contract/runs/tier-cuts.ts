import { tierShares, type TierShares } from '@clientele/engine';
import { Type } from 'typebox';
import { cursorOf, readCursor } from '../cursor.ts';
import { Refusal } from '../errors.ts';
import { wrongValue } from '../issues.ts';

const share = (usual: number, description: string) =>
  Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1, default: usual, description });

/** Where tiers by value are cut. */
export const tierCuts = Type.Object({
  top: share(tierShares.top, 'Share of the customers in the top tier.'),
  middle: share(
    tierShares.middle,
    'Share of the customers in the middle tier; with top below 1, the rest is the base.',
  ),
});

/** The parameters of whatever shows tiers by value. */
export const cutsQuery = {
  top: Type.Optional(tierCuts.properties.top),
  middle: Type.Optional(tierCuts.properties.middle),
};

/** The cuts that an address asks for; undefined where it asks for none. Throws a Refusal where no customers are left. */
export function cutsIn(query: { readonly top?: number; readonly middle?: number }): TierShares | undefined {
  if (query.top === undefined && query.middle === undefined) return undefined;
  const cuts = { ...tierShares, ...query };
  if (leavesSome(cuts)) return { top: cuts.top, middle: cuts.middle };
  const [path, other] = query.middle === undefined ? (['top', 'middle'] as const) : (['middle', 'top'] as const);
  // Without the rounding of a difference: 1 - 0.7 is 0.30000000000000004.
  const exclusiveMaximum = Number((1 - cuts[other]).toFixed(12));
  const issue = wrongValue(path, cuts[path], { type: 'number', exclusiveMinimum: 0, exclusiveMaximum });
  throw new Refusal('INVALID_REQUEST', {}, { issues: [issue], location: 'query' });
}

function leavesSome({ top, middle }: TierShares): boolean {
  return top > 0 && middle > 0 && top + middle < 1;
}

/** What a page of tiers goes on after: a customer, and the cuts where they are not the usual ones. */
export function tiersCursor(customer: string, cuts: TierShares | undefined): string {
  return cursorOf(cuts ? [customer, String(cuts.top), String(cuts.middle)] : [customer]);
}

/**
 * The customer that a page of tiers goes on after, and the cuts of the page before. Throws the Refusals STALE_CURSOR, and
 * OTHER_CUTS where the address asks for others: customers would be told by two measures.
 */
export function readTiersCursor(
  cursor: string,
  asked: TierShares | undefined,
): { after: string; cuts: TierShares | undefined } {
  const [after = '', ...texts] = readCursor(cursor, [1, 3]);
  const [top = NaN, middle = NaN] = texts.map(Number);
  const own = texts.length === 0 ? tierShares : { top, middle };
  if (!leavesSome(own)) throw new Refusal('STALE_CURSOR', {}, { path: 'cursor' });
  if (asked && (asked.top !== own.top || asked.middle !== own.middle))
    throw new Refusal('OTHER_CUTS', { ...own }, { path: 'cursor' });
  return { after, cuts: asked ?? (texts.length === 0 ? undefined : own) };
}
