import { mixSeed, sampleWithout, seededRandom } from '../base/random.ts';
import { pulse, unwatched, type Watch } from '../base/watch.ts';
import type { Moments } from '../compute/moments.ts';
import type { Room } from '../compute/room.ts';
import { silhouetteRows, workNumbers } from '../compute/silhouette-rows.ts';
import { inRoom } from '../compute/thread.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { sortedByGroup } from './atoms.ts';
import { clusterMoments } from './cluster-moments.ts';
import { isScorable, type Partition, partitionOfPoints } from './partition.ts';
import { type Separation, separationsIn } from './separation.ts';
import { estimateSilhouettes, exactScores } from './silhouette-estimate.ts';
import type { MeasuredSilhouette, Measurement, SilhouetteScore, Widths } from './silhouette-score.ts';
import { type Pass, passOver, placesOf, scoreRows, strideFor } from './silhouette-pass.ts';

/** Up to this many rows silhouettes are exact: 28 labellings of them take 0.3 s on two threads. */
export const EXACT_SILHOUETTE_ROWS = 30_000;
/** Half-width of the 95 % interval that a sampled mean aims at. */
const HALF_WIDTH = 0.001;
const SEED = 42;
/** Rows of a sampled profile, shared out by size, and the fewest of one cluster. */
const PROFILE_ROWS = 2_000;
const PROFILE_ROWS_PER_CLUSTER = 50;

/** When silhouettes are estimated instead of computed, and how closely. */
export interface SilhouetteOptions {
  /** Rows up to which every silhouette is computed; above, a sample. Default EXACT_SILHOUETTE_ROWS. */
  readonly exactUpTo?: number;
  /** Half-width of the 95 % interval to aim at. Default 0.001. */
  readonly halfWidth?: number;
  /** Seed of the sample. Default 42. */
  readonly seed?: number;
}

/** What an earlier sample, of the same points, labellings and seed, found out. */
interface Earlier {
  /** By labelling; a larger sample begins with these rows and does not compute them again. */
  readonly known?: readonly (Widths | undefined)[];
}

/**
 * Silhouette of every row: (b - a) / max(a, b), with a the mean Euclidean distance to the other rows of its cluster and
 * b the least mean distance to another cluster. 0 for noise (-1), for the only row of a cluster, and where a = b = 0.
 * Noise belongs to no cluster and enters no distance. Null with fewer than 2 clusters or as many clusters as clustered
 * rows. Without noise as scikit-learn's silhouette_samples. Always exact and in f64, O(n^2 d): what the fast scores are
 * held to. Source: P. Rousseeuw, Journal of Computational and Applied Mathematics 1987.
 */
export function silhouetteSamples(points: Matrix, labels: Int32Array): Float64Array | null {
  const partition = partitionOfPoints(points, labels);
  if (!isScorable(partition)) return null;
  return inRoom((room) => {
    const { atoms, layout } = passOver(points, [partition], room);
    const n = points.rows;
    const values = room.f64(n);
    const scored = {
      places: allPlaces(n, room),
      values,
      stride: n,
      doubtful: room.i32(0),
      work: room.f64(workNumbers(layout)),
    };
    silhouetteRows(layout, scored, 0, n);
    return byRowOf(atoms.order, values);
  });
}

/**
 * Mean silhouettes over all rows of many labellings, from one pass over the distances; null where undefined (see
 * `silhouetteSamples`). Noise counts in the mean, with 0. Exact up to `exactUpTo` rows, above estimated from a sample
 * (see `estimateSilhouettes`): O(sample x n x d + labellings x n x k x d^2). Memory stays O(labellings x n).
 * Distances are single precision where vectors are at hand: a mean is then off by some 1e-8, by 1e-6 at worst.
 */
export function silhouettes(
  points: Matrix,
  labellings: readonly Int32Array[],
  { known, ...options }: SilhouetteOptions & Earlier = {},
  watch: Watch = unwatched,
): (SilhouetteScore | null)[] {
  return overScorable(points, labellings, (scorable, room, places) => {
    const begun = places.flatMap((place) => known?.[place] ?? []);
    const pass = passOver(points, scorable, room);
    return [...measure(pass, { ...options, begun }, room, watch).scores];
  });
}

/** As `silhouettes`, with the exact values behind each mean, which `silhouetteProfile` takes. */
export function measureSilhouettes(
  points: Matrix,
  labellings: readonly Int32Array[],
  options: SilhouetteOptions = {},
  watch: Watch = unwatched,
): (MeasuredSilhouette | null)[] {
  return overScorable(points, labellings, (scorable, room) => {
    const pass = passOver(points, scorable, room);
    return withWidths(measure(pass, options, room, watch), points.rows);
  });
}

/** Everything that a labelling is scored by. */
export interface LabellingScores extends MeasuredSilhouette, Separation {}

/**
 * `measureSilhouettes`, `daviesBouldin` and `calinskiHarabasz` of many labellings together, which share the work of telling
 * apart the rows that no labelling tells apart. Null where undefined, which is the same for all three.
 */
export function scoreLabellings(
  points: Matrix,
  labellings: readonly Int32Array[],
  options: SilhouetteOptions = {},
  watch: Watch = unwatched,
): (LabellingScores | null)[] {
  return overScorable(points, labellings, (scorable, room) => {
    const pass = passOver(points, scorable, room);
    const moments = clusterMoments(pass);
    const separations = separationsIn(pass, moments, room);
    const measured = withWidths(measure(pass, { ...options, moments }, room, watch), points.rows);
    return measured.map((silhouette, m) => ({ ...silhouette, ...separations[m] }));
  });
}

function withWidths(measurement: Measurement, n: number): MeasuredSilhouette[] {
  const byRow = ascending(measurement.rows.subarray(0, measurement.scores[0].sampleSize), n);
  return measurement.scores.map((score, m) => ({ score, widths: widthsIn(measurement, m, byRow) }));
}

/**
 * Silhouettes of single rows of one labelling, for a picture; each is exact. With `known` (from `measureSilhouettes` of the
 * same points and labels) those, and without it all rows up to `exactUpTo`, above a sample shared out by size. What misses
 * to 50 rows of a cluster, or of the noise, is drawn and computed in addition. So small clusters stand out beyond their
 * share, and a plain mean of the values is not the mean silhouette.
 */
export function silhouetteProfile(
  points: Matrix,
  labels: Int32Array,
  { exactUpTo = EXACT_SILHOUETTE_ROWS, seed = SEED, known }: SilhouetteOptions & { readonly known?: Widths } = {},
): Widths | null {
  const partition = partitionOfPoints(points, labels);
  if (!isScorable(partition)) return null;
  if (known?.rows.length === points.rows) return known;
  if (!known && points.rows <= exactUpTo) return measureSilhouettes(points, [labels], { exactUpTo })[0]?.widths ?? null;
  const more = rowsOfEveryCluster(partition, seed, known?.rows);
  const computed = widthsOf(points, partition, more);
  return known ? merged(known, computed) : computed;
}

/** Scores of every labelling that has any, and null for the others. */
function overScorable<Score>(
  points: Matrix,
  labellings: readonly Int32Array[],
  score: (partitions: readonly Partition[], room: Room, places: readonly number[]) => Score[],
): (Score | null)[] {
  const all = labellings.map((labels) => partitionOfPoints(points, labels));
  const scorable = all.filter(isScorable);
  const places = scorable.map((partition) => all.indexOf(partition));
  const scores = scorable.length === 0 ? [] : inRoom((room) => score(scorable, room, places));
  let next = 0;
  return all.map((partition) => (isScorable(partition) ? scores[next++] : null));
}

function measure(
  pass: Pass,
  {
    exactUpTo = EXACT_SILHOUETTE_ROWS,
    halfWidth = HALF_WIDTH,
    seed = SEED,
    moments,
    begun = [],
  }: SilhouetteOptions & { moments?: readonly Moments[]; begun?: readonly Widths[] },
  room: Room,
  watch: Watch,
): Measurement {
  const n = pass.points.rows;
  if (n > exactUpTo) {
    const known = moments ?? clusterMoments(pass);
    return estimateSilhouettes(pass, { halfWidth, seed, moments: known, begun }, room, watch);
  }
  const stride = strideFor(n);
  const values = room.f64(stride * pass.partitions.length);
  const stretch = { places: allPlaces(n, room), from: 0, to: n, values, stride };
  scoreRows(pass, { ...stretch, share: (done) => done / n }, watch);
  pulse(watch, 'scores', 1);
  return { scores: exactScores(values, stride, n), rows: pass.atoms.order, values, stride };
}

function allPlaces(n: number, room: Room): Int32Array {
  const places = room.i32(n);
  for (let i = 0; i < n; i++) places[i] = i;
  return places;
}

/** The values of labelling `m`, by ascending row. */
function widthsIn({ scores, rows, values, stride }: Measurement, m: number, byRow: Int32Array): Widths {
  const count = scores[m].sampleSize;
  const sorted = new Float64Array(count);
  for (let r = 0; r < count; r++) sorted[r] = values[m * stride + byRow[r]];
  const named = new Int32Array(count);
  for (let r = 0; r < count; r++) named[r] = rows[byRow[r]];
  return { rows: named, values: sorted };
}

/** Where in `rows` the lowest row stands, the second lowest, and so on. */
function ascending(rows: Int32Array, n: number): Int32Array {
  const at = new Int32Array(n).fill(-1);
  for (let r = 0; r < rows.length; r++) at[rows[r]] = r;
  return rows.length === n ? at : at.filter((place) => place >= 0);
}

function byRowOf(order: Int32Array, values: Float64Array): Float64Array {
  const placed = new Float64Array(order.length);
  for (let at = 0; at < order.length; at++) placed[order[at]] = values[at];
  return placed;
}

function widthsOf(points: Matrix, partition: Partition, rows: Int32Array): Widths {
  return inRoom((room) => {
    const pass = passOver(points, [partition], room);
    const places = placesOf(pass.atoms, rows, room);
    const stride = strideFor(rows.length);
    const values = room.f64(stride);
    scoreRows(pass, { places, from: 0, to: rows.length, values, stride, share: () => 0 }, unwatched);
    return { rows, values: values.slice(0, rows.length) };
  });
}

/** Both, by ascending row; no row is in both. */
function merged(a: Widths, b: Widths): Widths {
  const rows = new Int32Array(a.rows.length + b.rows.length);
  const values = new Float64Array(rows.length);
  for (let to = 0, i = 0, j = 0; to < rows.length; to++) {
    const first = j === b.rows.length || (i < a.rows.length && a.rows[i] < b.rows[j]);
    rows[to] = first ? a.rows[i] : b.rows[j];
    values[to] = first ? a.values[i++] : b.values[j++];
  }
  return { rows, values };
}

/**
 * PROFILE_ROWS shared out over the groups by size, with a floor; beside `known` rows, which ascend, only what misses to
 * the floor. Each group draws from a stream of its own.
 */
function rowsOfEveryCluster(partition: Partition, seed: number, known?: Int32Array): Int32Array {
  const { order, starts } = sortedByGroup(partition);
  const held = new Uint8Array(known ? order.length : 0);
  known?.forEach((row) => (held[row] = 1));
  const drawn: number[] = [];
  for (let group = 0; group < partition.groups; group++) {
    const size = partition.sizes[group];
    const rows = order.subarray(starts[group], starts[group + 1]);
    const free = known ? rows.filter((row) => held[row] === 0) : rows;
    const share = known ? 0 : Math.round((PROFILE_ROWS * size) / order.length);
    const wanted = Math.min(size, Math.max(PROFILE_ROWS_PER_CLUSTER, share)) - (size - free.length);
    for (const place of sampleWithout(seededRandom(mixSeed(seed, group)), free.length, Math.max(0, wanted)))
      drawn.push(free[place]);
  }
  return Int32Array.from(drawn).toSorted();
}
