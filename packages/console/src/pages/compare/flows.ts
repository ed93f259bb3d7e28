import type { ComparisonAnswer } from '@clientele/service/contract/runs/comparison';
import type { RunFigures } from '../../api/types.ts';
import { csvOf } from '../../data/csv.ts';

type Segment = RunFigures['segments'][number];

/** A segment of one of the runs, or those customers that are in one of them only. */
export interface Place {
  readonly id: number | null;
  readonly letter: string;
  readonly tone: number | null;
  /** Null: not in this run. */
  readonly name: string | null;
  readonly customers: number;
  /** Share of the customers of its run. */
  readonly share: number;
}

/** Customers that went from one place to another. */
export interface Flow {
  readonly from: Place;
  readonly to: Place;
  readonly customers: number;
  /** What they were worth in the later run; null where money is not known. */
  readonly value: number | null;
  /** Whether the later segment is what the earlier one became. */
  readonly stayed: boolean;
}

export interface Flows {
  readonly before: readonly Place[];
  readonly after: readonly Place[];
  /** In the order of both sides. */
  readonly flows: readonly Flow[];
}

/** Who went where, as places and flows between them; customers of one run only come last. */
export function flowsOf(found: ComparisonAnswer, before: readonly Segment[], after: readonly Segment[]): Flows {
  const { migration } = found;
  const kept = keptIn(found);
  const sum = (side: 'previous_segment_id' | 'segment_id', id: number | null): number =>
    migration.reduce((all, move) => (move[side] === id ? all + move.customers : all), 0);
  const outside = (side: 'previous_segment_id' | 'segment_id'): Place[] => {
    const customers = sum(side, null);
    return customers === 0 ? [] : [{ id: null, letter: '', tone: null, name: null, customers, share: 0 }];
  };
  const places = (segments: readonly Segment[], side: 'previous_segment_id' | 'segment_id'): Place[] => [
    ...segments.map(({ segment_id: id, letter, tone, name, share }) => {
      return { id, letter, tone, name, share, customers: sum(side, id) };
    }),
    ...outside(side),
  ];
  const [left, right] = [places(before, 'previous_segment_id'), places(after, 'segment_id')];
  const flows = left.flatMap((from) =>
    right.flatMap((to): Flow[] => {
      const moves = migration.filter((move) => move.previous_segment_id === from.id && move.segment_id === to.id);
      const customers = moves.reduce((all, move) => all + move.customers, 0);
      const values = moves.map((move) => move.value_after);
      const value = values.reduce<number | null>((all, one) => (all === null || one === null ? null : all + one), 0);
      return customers === 0
        ? []
        : [{ from, to, customers, value, stayed: from.id !== null && kept.get(from.id) === to.id }];
    }),
  );
  return { before: left, after: right, flows };
}

/** The later segment that an earlier one became. */
function keptIn({ identity }: ComparisonAnswer): ReadonlyMap<number, number> {
  return new Map(
    identity.segments.flatMap(({ state, segment_id: id, previous_segment_ids: [previous] }) =>
      state === 'kept' && id !== null && previous !== undefined ? [[previous, id] as const] : [],
    ),
  );
}

/** Flows of customers who are in another segment than theirs became, the largest first. */
export function moved({ flows }: Flows): Flow[] {
  return flows.filter(isMove).toSorted((a, b) => b.customers - a.customers);
}

function isMove({ from, to, stayed }: Flow): boolean {
  return !stayed && from.id !== null && to.id !== null;
}

export const measures = ['customers', 'value'] as const;
/** What the height of a band is: how many they are, or what they are worth in the later run. */
export type Measure = (typeof measures)[number];

/** The flows that a drawing shows, and the places that it names: customers of one run only where they have a band. */
export function shownOf({ before, after, flows }: Flows, measure: Measure, movesOnly: boolean): Flows {
  const shown = flows.filter((flow) => sizeOf(flow, measure) > 0 && (!movesOnly || isMove(flow)));
  const named = (side: 'from' | 'to') => (place: Place) =>
    place.id !== null || shown.some((one) => one[side] === place);
  return { before: before.filter(named('from')), after: after.filter(named('to')), flows: shown };
}

/** How much a flow counts for; nothing where its worth is not known. */
export function sizeOf({ customers, value }: Flow, measure: Measure): number {
  return measure === 'customers' ? customers : Math.max(0, value ?? 0);
}

/** The flows as a table for a spreadsheet. */
export function movesCsv({ flows }: Pick<Flows, 'flows'>): string {
  const rows = flows.map(({ from, to, customers, value }) => [from.name, to.name, customers, value]);
  return csvOf([['from', 'to', 'customers', 'value'], ...rows]);
}

/** Of 100 customers of an earlier segment that are in both runs, how many are in a later one. */
export function ofHundred({ flows }: Flows, from: Place, to: Place): number {
  const customersOf = (found: readonly Flow[]): number => found.reduce((sum, { customers }) => sum + customers, 0);
  const own = flows.filter((flow) => flow.from === from && flow.to.id !== null);
  return (customersOf(own.filter((flow) => flow.to === to)) / Math.max(1, customersOf(own))) * 100;
}
