import { sampleWithout, seededRandom } from '../base/random.ts';
import { pulse, type Watch } from '../base/watch.ts';
import { type Moments, type Surrogate, triangle } from '../compute/moments.ts';
import type { Room } from '../compute/room.ts';
import type { Layout } from '../compute/silhouette-rows.ts';
import {
  type Approximated,
  approximateRows,
  inQuads,
  quadsLength,
  recordLength,
  writeRecords,
} from '../compute/surrogate.ts';
import { defineTask } from '../compute/task.ts';
import { mapTeam } from '../compute/team.ts';
import { inRoom, kernels } from '../compute/thread.ts';
import type { Partition } from './partition.ts';
import { estimates, regression, type Regression, takeIn } from './regression.ts';
import { BLOCK, type Pass, placesOf, scoreRows, strideFor } from './silhouette-pass.ts';
import type { Measurement, SilhouetteScore, Widths } from './silhouette-score.ts';

/** Rows of the first sample. */
const FIRST_ROWS = 1_000;
/** Rows of the largest sample: at 100,000 customers and 6 features about a second in plain TypeScript. */
export const MOST_SAMPLED_ROWS = 4_000;
/** Two-sided 95 % quantile of the standard normal. */
const NORMAL_95 = 1.96;

/** Columns that the regression may use: approximations of that many labellings, evenly spread, and clusters. */
const MOST_APPROXIMATIONS = 30;
const MOST_CLUSTERS = 20;
/** Share of all rows from which a cluster is a column: 10 rows of the first sample. */
const CLUSTER_SHARE = 0.01;

/**
 * Mean silhouettes from a sample. Every row gets an approximate silhouette from the moments of the clusters, and a sample
 * drawn without replacement gets exact ones against all rows; the mean difference on the sample corrects the mean
 * approximation. What the differences owe to where a row lies is taken out by regression: on the approximations in all
 * labellings, and on the clusters of the finest labelling of each family. Nothing that the approximation is wrong by
 * enters the mean; the better it is, the narrower the interval.
 * All labellings share the sample, so that their differences are surer than their levels. The sample grows until the
 * widest half-width is `halfWidth` or less, or MOST_SAMPLED_ROWS are drawn. What a smaller sample of the same seed has
 * `begun` is taken from there, if it says so of every labelling.
 * Source: W. Cochran, Sampling Techniques, 1977, chapter 7 (difference and regression estimator, finite population).
 */
export function estimateSilhouettes(
  pass: Pass,
  { halfWidth, seed, moments, begun }: Wanted,
  room: Room,
  watch: Watch,
): Measurement {
  const n = pass.points.rows;
  const most = Math.min(MOST_SAMPLED_ROWS, n);
  const rows = sampleWithout(seededRandom(seed), n, most);
  const stride = strideFor(most);
  const values = room.f64(stride * pass.partitions.length);
  const places = placesOf(pass.atoms, rows, room);
  const stretch = { places, values, stride };
  const approximations = approximateMeans(pass, { moments, places }, room, watch);
  const differences = approximations.map(() => new Float64Array(most));
  const state = regression(auxiliaries(pass, rows, approximations), differences);
  const copied = copyBegun(begun, rows, { values, stride });
  let drawn = 0;
  let target = Math.max(copied, Math.min(FIRST_ROWS, most));
  for (;;) {
    const from = Math.max(copied, drawn);
    if (from < target) scoreRows(pass, { ...stretch, from, to: target, share: (done) => done / most }, watch);
    differences.forEach((difference, m) => {
      const { sampled } = approximations[m];
      for (let r = drawn; r < target; r++) difference[r] = values[m * stride + r] - sampled[r];
    });
    drawn = target;
    const scores = drawn === n ? exactScores(values, stride, n) : sampledScores(state, approximations, drawn, n);
    const widest = Math.max(...scores.map((score) => score.halfWidth));
    if (widest <= halfWidth || drawn === most) {
      pulse(watch, 'scores', 1);
      return { scores, rows, values, stride };
    }
    // The width falls with the root of the sample. A tenth more, so that the aim is seldom missed by a little.
    const enough = drawn * Math.min(1.1 * (widest / halfWidth) ** 2, 10);
    target = Math.min(most, strideFor(Math.max(enough, 1.25 * drawn)));
  }
}

interface Wanted {
  readonly halfWidth: number;
  readonly seed: number;
  readonly moments: readonly Moments[];
  readonly begun: readonly Widths[];
}

/** Writes what is known of the first rows of a sample, for every labelling; returns how many rows, a multiple of a block. */
function copyBegun(
  begun: readonly Widths[],
  rows: Int32Array,
  { values, stride }: { values: Float64Array; stride: number },
): number {
  if (begun.length * stride < values.length) return 0;
  const shortest = Math.min(rows.length, ...begun.map((widths) => widths.rows.length));
  const count = shortest - (shortest % BLOCK);
  const known = begun.map((widths) => new Map(Array.from(widths.rows, (row, at) => [row, widths.values[at]])));
  const first = rows.subarray(0, count);
  if (known.some((widths) => first.some((row) => !widths.has(row)))) return 0;
  known.forEach((widths, m) => first.forEach((row, r) => (values[m * stride + r] = widths.get(row) ?? 0)));
  return count;
}

interface Approximation {
  /** Mean over all rows. */
  readonly mean: number;
  /** Of the sampled rows, in their order. */
  readonly sampled: Float32Array;
}

/** The scores of labellings whose values of all rows are known: `stride` numbers a labelling, the first `n` of them count. */
export function exactScores(values: Float64Array, stride: number, n: number): SilhouetteScore[] {
  return Array.from({ length: values.length / stride }, (_, m) => {
    let sum = 0;
    for (let r = 0; r < n; r++) sum += values[m * stride + r];
    return { mean: sum / n, method: 'exact', sampleSize: n, halfWidth: 0 };
  });
}

function sampledScores(
  state: Regression,
  approximations: readonly Approximation[],
  drawn: number,
  n: number,
): SilhouetteScore[] {
  takeIn(state, drawn);
  return estimates(state).map(({ mean, error }, m) => ({
    mean: approximations[m].mean + mean,
    method: 'sampled',
    sampleSize: drawn,
    halfWidth: NORMAL_95 * error * Math.sqrt(1 - drawn / n),
  }));
}

/** Columns known for all rows: of the sampled rows, minus the mean over all. */
function auxiliaries(
  { partitions, atoms }: Pass,
  rows: Int32Array,
  approximations: readonly Approximation[],
): Float64Array[] {
  const count = Math.min(MOST_APPROXIMATIONS, approximations.length);
  const columns: Float64Array[] = [];
  for (let at = 0; at < count; at++) {
    const { sampled, mean } = approximations[Math.floor((at * approximations.length) / count)];
    const column = new Float64Array(rows.length);
    for (let r = 0; r < rows.length; r++) column[r] = sampled[r] - mean;
    columns.push(column);
  }
  for (const { members } of atoms.families) {
    const finest = members.map(({ index }) => partitions[index]).reduce((a, b) => (b.k > a.k ? b : a));
    for (let group = 0; group < finest.groups && columns.length < count + MOST_CLUSTERS; group++) {
      const share = finest.sizes[group] / finest.of.length;
      if (share < CLUSTER_SHARE) continue;
      const column = new Float64Array(rows.length);
      for (let r = 0; r < rows.length; r++) column[r] = finest.of[rows[r]] === group ? 1 - share : -share;
      columns.push(column);
    }
  }
  return columns;
}

/** Approximate silhouettes of all rows, labelling by labelling; only means and the sampled rows are kept. */
function approximateMeans(
  { partitions, atoms, layout }: Pass,
  { moments, places }: { moments: readonly Moments[]; places: Int32Array },
  room: Room,
  watch: Watch,
): Approximation[] {
  const { columns, centre, scale } = layout;
  const quads = room.f32(quadsLength(columns.rows, columns.cols));
  inQuads(layout.fine, columns.cols, quads);
  const starts = room.i32(atoms.starts.length);
  starts.set(atoms.starts);
  const sampled = room.f32(places.length * partitions.length);
  const byIndex: ApproximationInput[] = [];
  for (const family of atoms.families) {
    for (const { index, into } of family.members) {
      const groups = room.i32(atoms.starts.length - 1);
      for (let atom = 0; atom < groups.length; atom++) groups[atom] = into[family.into[atom]];
      const clusters = surrogateOf(moments[index], partitions[index]);
      const to = sampled.subarray(index * places.length, (index + 1) * places.length);
      byIndex[index] = { columns, quads, centre, scale, clusters, starts, groups, places, sampled: to };
    }
  }
  const sums = mapTeam(approximationTask, byIndex, watch);
  return byIndex.map((input, index) => ({ mean: sums[index] / columns.rows, sampled: input.sampled }));
}

interface ApproximationInput
  extends Pick<Layout, 'columns' | 'centre' | 'scale'>, Pick<Approximated, 'quads' | 'clusters' | 'starts' | 'groups'> {
  readonly places: Int32Array;
  /** For every place, its approximation. Written. */
  readonly sampled: Float32Array;
}

/** Share of the rows in clusters too narrow for f32 from which the slower, finer way pays: a narrower interval. */
const BLURRED = 0.01;

export const approximationTask = defineTask('approximate silhouettes', (input: ApproximationInput): number =>
  inRoom((room) => {
    const { columns, clusters, places, sampled } = input;
    const n = columns.rows;
    const padded = 4 * Math.ceil(n / 4);
    const own = room.i32(padded);
    const out = room.f32(padded);
    const records = room.f32(clusters.means.rows * recordLength(columns.cols));
    const blurred = writeRecords(clusters, input, records);
    const ready = { ...input, own, records, out, work: room.f32(4 * columns.cols) };
    const sum = blurred > BLURRED * n ? approximateRows(ready) : kernels().approximateRows(ready);
    for (let r = 0; r < places.length; r++) sampled[r] = out[places[r]];
    return sum;
  }),
);

function surrogateOf({ means, scatters }: Moments, { k, sizes }: Partition): Surrogate {
  const d = means.cols;
  const forms = new Float64Array(k * triangle(d));
  const traces = new Float64Array(k);
  const squareTraces = new Float64Array(k);
  for (let j = 0, s = 0; j < k; j++) {
    for (let p = 0; p < d; p++) {
      for (let q = p; q < d; q++, s++) {
        const covariance = scatters[s] / sizes[j];
        const times = p === q ? 1 : 2;
        forms[s] = times * covariance;
        squareTraces[j] += times * covariance * covariance;
        if (p === q) traces[j] += covariance;
      }
    }
  }
  const clusters = { data: means.data.subarray(0, k * d), rows: k, cols: d };
  return { means: clusters, forms, traces, squareTraces, sizes, offset: new Float64Array(d) };
}
