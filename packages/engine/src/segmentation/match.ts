import type { CustomerTable } from '../features/table.ts';
import { transformTable } from '../features/space.ts';
import { assignment } from '../matrix/assignment.ts';
import { type Matrix, matrix, squaredDistance } from '../matrix/matrix.ts';
import type { SegmentMatch } from './segment-match.ts';
import type { Segmentation } from './segmentation.ts';

/** From this similarity on a segment is the one it was: below it, half of it or more is something else (Hennig 2007). */
export const SAME_FROM = 0.5;
/** Customers are compared when at least this share of the smaller run is in both runs; else centres are. */
const SHARED_FROM = 0.1;

/** What `matchSegments` reads of a run. */
export type Matched = Pick<Segmentation, 'ids' | 'names' | 'labels' | 'segments' | 'space' | 'columns'>;

/**
 * Which segments of a run are those of an earlier one: the one-to-one assignment of the greatest similarity, of which only
 * pairs from 0.5 on count; the others are new rather than forced.
 *
 * With a tenth of the smaller run's customers in both, the similarity is the Jaccard index of two segments over shared
 * customers. Else it is 1 - d / g in the earlier run's space: d the distance of the centres, g that to the nearest other
 * centre of its own run, the larger of the two d / g.
 */
export function matchSegments(previous: Matched, next: Matched): SegmentMatch {
  const rows = sharedRows(previous.ids, next.ids);
  const shared = rows.reduce((count, row) => count + Number(row >= 0), 0);
  const before = idsOf(previous);
  const after = idsOf(next);
  const enough = shared > 0 && shared >= SHARED_FROM * Math.min(previous.ids.length, next.ids.length);
  const kinship = enough ? byCustomers(previous, next, rows) : byCentres(previous, next);
  const basis = enough ? 'customers' : kinship ? 'centroids' : 'none';
  if (!kinship) return { basis, shared, matches: [], splits: [], merges: [], births: after, deaths: before };

  const { similarity, inside, within } = kinship;
  const at = (values: Matrix, p: number, s: number): number => values.data[p * after.length + s];
  const likely = matrix(
    before.length,
    after.length,
    similarity.data.map((value) => (value >= SAME_FROM ? value : 0)),
  );
  const matches = [...assignment(likely)].flatMap((s, p) =>
    s >= 0 && at(likely, p, s) > 0 ? [{ previous: before[p], segment: after[s], similarity: at(likely, p, s) }] : [],
  );
  const parts = (values: Matrix, pick: (p: number, s: number) => boolean) =>
    before.flatMap((_, p) => after.flatMap((__, s) => (pick(p, s) && at(values, p, s) > SAME_FROM ? [{ p, s }] : [])));
  const splits = before
    .map((id, p) => ({ previous: id, segments: parts(inside, (row) => row === p).map(({ s }) => after[s]) }))
    .filter(({ segments }) => segments.length > 1);
  const merges = after
    .map((id, s) => ({ segment: id, previous: parts(within, (_, col) => col === s).map(({ p }) => before[p]) }))
    .filter(({ previous: from }) => from.length > 1);
  const explained = new Set(
    [...matches, ...merges].map(({ segment }) => segment).concat(splits.flatMap((each) => each.segments)),
  );
  const gone = new Set(
    [...matches, ...splits].map((each) => each.previous).concat(merges.flatMap((each) => each.previous)),
  );
  return {
    basis,
    shared,
    matches,
    splits,
    merges,
    births: after.filter((id) => !explained.has(id)),
    deaths: before.filter((id) => !gone.has(id)),
  };
}

/** How akin every earlier segment (row) is to every segment (column). */
interface Kinship {
  readonly similarity: Matrix;
  /** How much of the segment lies inside the earlier one, and of the earlier one within the segment. */
  readonly inside: Matrix;
  readonly within: Matrix;
}

/** For every customer the row that the earlier run has it in, or -1. */
export function sharedRows(previous: readonly string[], next: readonly string[]): Int32Array {
  const rowOf = new Map(previous.map((id, row) => [id, row]));
  return Int32Array.from(next, (id) => rowOf.get(id) ?? -1);
}

/** Without noise, ascending: of equals the lowest id comes first. */
function idsOf({ segments }: Matched): number[] {
  return segments
    .map(({ id }) => id)
    .filter((id) => id >= 0)
    .toSorted((a, b) => a - b);
}

function byCustomers(previous: Matched, next: Matched, rows: Int32Array): Kinship {
  const before = idsOf(previous);
  const after = idsOf(next);
  const placeBefore = new Map(before.map((id, place) => [id, place]));
  const placeAfter = new Map(after.map((id, place) => [id, place]));
  const both = matrix(before.length, after.length);
  const sizesBefore = new Int32Array(before.length);
  const sizesAfter = new Int32Array(after.length);
  for (let i = 0; i < rows.length; i++) {
    if (rows[i] < 0) continue;
    const p = placeBefore.get(previous.labels[rows[i]]);
    const s = placeAfter.get(next.labels[i]);
    if (p !== undefined) sizesBefore[p]++;
    if (s !== undefined) sizesAfter[s]++;
    if (p !== undefined && s !== undefined) both.data[p * after.length + s]++;
  }
  const share = (of: (p: number, s: number, count: number) => number): Matrix =>
    matrix(
      before.length,
      after.length,
      both.data.map((count, cell) =>
        count === 0 ? 0 : count / of(Math.floor(cell / after.length), cell % after.length, count),
      ),
    );
  return {
    similarity: share((p, s, count) => sizesBefore[p] + sizesAfter[s] - count),
    inside: share((_, s) => sizesAfter[s]),
    within: share((p) => sizesBefore[p]),
  };
}

/** Null where the earlier run's space cannot be made of the customers of the other. */
function byCentres(previous: Matched, next: Matched): Kinship | null {
  const { columns, space } = previous;
  if (!space.used.every((name) => next.names.includes(name))) return null;
  const centresBefore = centresOf(previous, transformTable(columns, space.used, tableOf(previous)));
  const centresAfter = centresOf(next, transformTable(columns, space.used, tableOf(next)));
  const gapsBefore = gapsOf(centresBefore);
  const gapsAfter = gapsOf(centresAfter);
  const near = (gap: (p: number, s: number) => number): Matrix =>
    matrix(
      centresBefore.rows,
      centresAfter.rows,
      Float64Array.from({ length: centresBefore.rows * centresAfter.rows }, (_, cell) => {
        const p = Math.floor(cell / centresAfter.rows);
        const s = cell % centresAfter.rows;
        const distance = Math.sqrt(squaredDistance(centresBefore, p, centresAfter, s));
        return distance === 0 ? 1 : Math.max(0, 1 - distance / gap(p, s));
      }),
    );
  return {
    similarity: near((p, s) => Math.min(gapsBefore[p], gapsAfter[s])),
    inside: near((p) => gapsBefore[p]),
    within: near((_, s) => gapsAfter[s]),
  };
}

/** The customers of a run as they were sent, missing values filled. */
export function tableOf({ ids, names, space }: Pick<Segmentation, 'ids' | 'names' | 'space'>): CustomerTable {
  return { ids, names, columns: space.filled };
}

/** Mean point of every segment, in the order of the segments. */
function centresOf(run: Matched, { data, cols }: Matrix): Matrix {
  const ids = idsOf(run);
  const place = new Map(ids.map((id, at) => [id, at]));
  const centres = matrix(ids.length, cols);
  const sizes = new Int32Array(ids.length);
  for (let i = 0; i < run.labels.length; i++) {
    const at = place.get(run.labels[i]);
    if (at === undefined) continue;
    sizes[at]++;
    for (let c = 0; c < cols; c++) centres.data[at * cols + c] += data[i * cols + c];
  }
  for (let at = 0; at < centres.rows; at++)
    for (let c = 0; c < cols; c++) centres.data[at * cols + c] /= Math.max(1, sizes[at]);
  return centres;
}

/** Distance of every centre to the nearest other one; for one alone a standard deviation in every feature. */
function gapsOf(centres: Matrix): number[] {
  return Array.from({ length: centres.rows }, (_, i) => {
    if (centres.rows === 1) return Math.sqrt(centres.cols);
    const others = Array.from({ length: centres.rows }, (__, j) =>
      j === i ? Infinity : squaredDistance(centres, i, centres, j),
    );
    return Math.sqrt(Math.min(...others));
  });
}
