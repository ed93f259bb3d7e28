import { type Matched, sharedRows } from './match.ts';
import type { Segmentation } from './segmentation.ts';

/** Customers on their way from one earlier segment to one later one. */
export interface Migration {
  /** -1 is noise, null those who were not in the earlier run. */
  readonly previous: number | null;
  /** -1 is noise, null those who are not in the later run. */
  readonly segment: number | null;
  readonly customers: number;
  /** Sums of the value feature over them in each run; null where they are not in it or it has no such feature. */
  readonly valueBefore: number | null;
  readonly valueAfter: number | null;
}

/** Every way that somebody went, by earlier segment and then by later one: noise and null last. */
export function migrations(before: Segmentation, after: Segmentation): Migration[] {
  const rows = sharedRows(before.ids, after.ids);
  const worthBefore = valuesOf(before);
  const worthAfter = valuesOf(after);
  const ways = new Map<string, { -readonly [Key in keyof Migration]: Migration[Key] }>();
  const count = (wasIn: number, isIn: number): void => {
    const previous = wasIn < 0 ? null : before.labels[wasIn];
    const segment = isIn < 0 ? null : after.labels[isIn];
    const key = `${previous} ${segment}`;
    let way = ways.get(key);
    if (!way) {
      const blank = (worth: Float64Array | null, row: number): number | null => (worth && row >= 0 ? 0 : null);
      way = {
        previous,
        segment,
        customers: 0,
        valueBefore: blank(worthBefore, wasIn),
        valueAfter: blank(worthAfter, isIn),
      };
      ways.set(key, way);
    }
    way.customers++;
    if (way.valueBefore !== null) way.valueBefore += worthBefore?.[wasIn] ?? 0;
    if (way.valueAfter !== null) way.valueAfter += worthAfter?.[isIn] ?? 0;
  };
  const stayed = new Uint8Array(before.ids.length);
  rows.forEach((row, i) => {
    count(row, i);
    if (row >= 0) stayed[row] = 1;
  });
  stayed.forEach((still, row) => still || count(row, -1));
  const order = placesOf(before);
  const orderAfter = placesOf(after);
  return [...ways.values()].toSorted(
    (a, b) => order(a.previous) - order(b.previous) || orderAfter(a.segment) - orderAfter(b.segment),
  );
}

function placesOf({ segments }: Matched): (id: number | null) => number {
  const ids = segments.map(({ id }) => id).toSorted((a, b) => Number(a < 0) - Number(b < 0) || a - b);
  return (id) => (id === null ? ids.length : ids.indexOf(id));
}

/** What each customer is worth; null without a money-like feature. */
function valuesOf({ segments, names, space }: Segmentation): Float64Array | null {
  const feature = segments.find(({ value }) => value !== null)?.value?.feature;
  return feature === undefined ? null : space.filled[names.indexOf(feature)];
}
