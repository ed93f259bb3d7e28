/** Where tiers by value are cut, in shares of the customers: each above 0, both together below 1. The rest is the base. */
export interface Cuts {
  readonly top: number;
  readonly middle: number;
}

/** Where the service cuts unless it is told otherwise. */
export const usualCuts: Cuts = { top: 0.2, middle: 0.3 };

/** The cuts that an address names; undefined where it names none, or what cannot be. */
export function cutsIn({ top, middle }: Readonly<Record<string, unknown>>): Cuts | undefined {
  if (top === undefined && middle === undefined) return undefined;
  return cutsOf(top ?? usualCuts.top, middle ?? usualCuts.middle);
}

function cutsOf(top: unknown, middle: unknown): Cuts | undefined {
  return isShare(top) && isShare(middle) && top + middle < 1 ? { top, middle } : undefined;
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value < 1;
}

/** The same for the service, after other parameters. */
export function cutsQuery(cuts: Cuts | undefined): string {
  return cuts ? `&top=${cuts.top}&middle=${cuts.middle}` : '';
}

/** Cuts as they are typed: in per cent. */
export type TypedCuts = Readonly<Record<keyof Cuts, string>>;

export function typedCuts({ top, middle }: Cuts): TypedCuts {
  return { top: percent(top), middle: percent(middle) };
}

/** 0.07 -> 7, where a product would be 7.000000000000001. */
function percent(share: number): string {
  return String(Number((share * 100).toFixed(2)));
}

/** What was typed, as far as it says something. */
export interface ReadCuts {
  /** Undefined while something is wrong with them. */
  readonly cuts: Cuts | undefined;
  /** What is wrong with which: it is no share, or leaves nobody for the base. */
  readonly faults: Partial<Record<keyof Cuts, 'cut_no_share' | 'cut_too_much'>>;
}

export function readCuts(typed: TypedCuts): ReadCuts {
  const top = shareOf(typed.top);
  const middle = shareOf(typed.middle);
  const cuts = cutsOf(top, middle);
  if (cuts) return { cuts, faults: {} };
  if (isShare(top) && isShare(middle)) return { cuts, faults: { middle: 'cut_too_much' } };
  return {
    cuts,
    faults: { ...(!isShare(top) && { top: 'cut_no_share' }), ...(!isShare(middle) && { middle: 'cut_no_share' }) },
  };
}

/** 12.5 -> 0.125, to a hundredth of a per cent. */
function shareOf(typed: string): number {
  return Number((Number(typed) / 100).toFixed(4));
}
