import { sampleWithout, seededRandom } from '../base/random.ts';
import { pulse, type Watch } from '../base/watch.ts';
import { type Moments, type Surrogate, triangle } from '../compute/moments.ts';
import type { Room } from '../compute/room.ts';
import type { Layout } from '../compute/silhouette-rows.ts';
import { approximateRows, recordLength, writeRecords } from '../compute/surrogate.ts';
import { defineTask } from '../compute/task.ts';
import { mapTeam } from '../compute/team.ts';
import { inRoom, kernels } from '../compute/thread.ts';
import type { Partition } from './partition.ts';
import { type Pass, placesOf, scoreRows, strideFor } from './silhouette-pass.ts';
import type { Measurement, SilhouetteScore } from './silhouette.ts';

/** Rows of the first sample. */
const FIRST_ROWS = 1_000;
/** Rows of the largest sample: at 100,000 customers and 6 features about a second in plain TypeScript. */
export const MOST_SAMPLED_ROWS = 4_000;
/** Two-sided 95 % quantile of the standard normal. */
const NORMAL_95 = 1.96;

/**
 * Mean silhouettes from a sample, by the difference estimator: every row gets an approximate silhouette from the moments
 * of the clusters, a sample drawn without replacement gets exact ones against all rows, and the mean difference corrects
 * the mean approximation. Unbiased whatever the approximation is worth; the better it is, the narrower the interval.
 * All labellings share the sample, so that their differences are surer than their levels. The sample grows until the
 * widest half-width is `halfWidth` or less, or MOST_SAMPLED_ROWS are drawn.
 * Source: W. Cochran, Sampling Techniques, 1977, chapter 7 (difference estimator, finite population correction).
 */
export function estimateSilhouettes(
  pass: Pass,
  { halfWidth, seed, moments }: { halfWidth: number; seed: number; moments: readonly Moments[] },
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
  let drawn = 0;
  let target = Math.min(FIRST_ROWS, most);
  for (;;) {
    scoreRows(pass, { ...stretch, from: drawn, to: target, share: (done) => done / most }, watch);
    drawn = target;
    const exact = (m: number): Float64Array => values.subarray(m * stride, m * stride + drawn);
    const scores = approximations.map((approximation, m) => scoreFrom(approximation, exact(m), n));
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

interface Approximation {
  /** Mean over all rows. */
  readonly mean: number;
  /** Of the sampled rows, in their order. */
  readonly sampled: Float32Array;
}

function scoreFrom(approximation: Approximation, exact: Float64Array, n: number): SilhouetteScore {
  const drawn = exact.length;
  let sum = 0;
  for (let r = 0; r < drawn; r++) sum += exact[r] - approximation.sampled[r];
  const correction = sum / drawn;
  let squares = 0;
  for (let r = 0; r < drawn; r++) squares += (exact[r] - approximation.sampled[r] - correction) ** 2;
  const deviation = Math.sqrt(squares / (drawn - 1));
  return {
    mean: approximation.mean + correction,
    method: drawn === n ? 'exact' : 'sampled',
    sampleSize: drawn,
    halfWidth: drawn === n ? 0 : NORMAL_95 * deviation * Math.sqrt((1 - drawn / n) / drawn),
  };
}

/** Approximate silhouettes of all rows, labelling by labelling; only means and the sampled rows are kept. */
function approximateMeans(
  { partitions, atoms, layout }: Pass,
  { moments, places }: { moments: readonly Moments[]; places: Int32Array },
  room: Room,
  watch: Watch,
): Approximation[] {
  const { columns, fine, centre, scale } = layout;
  const atomStarts = room.i32(atoms.starts.length);
  atomStarts.set(atoms.starts);
  const sampled = room.f32(places.length * partitions.length);
  const byIndex: ApproximationInput[] = [];
  for (const family of atoms.families) {
    for (const { index, into } of family.members) {
      const groups = room.i32(atoms.starts.length - 1);
      for (let atom = 0; atom < groups.length; atom++) groups[atom] = into[family.into[atom]];
      const clusters = surrogateOf(moments[index], partitions[index]);
      const to = sampled.subarray(index * places.length, (index + 1) * places.length);
      byIndex[index] = { columns, fine, centre, scale, clusters, atomStarts, groups, places, sampled: to };
    }
  }
  const sums = mapTeam(approximationTask, byIndex, watch);
  return byIndex.map((input, index) => ({ mean: sums[index] / columns.rows, sampled: input.sampled }));
}

interface ApproximationInput extends Pick<Layout, 'columns' | 'fine' | 'centre' | 'scale'> {
  readonly clusters: Surrogate;
  readonly atomStarts: Int32Array;
  /** Group of every atom. */
  readonly groups: Int32Array;
  readonly places: Int32Array;
  /** For every place, its approximation. Written. */
  readonly sampled: Float32Array;
}

/** Share of the rows in clusters too narrow for f32 from which the slower, finer way pays: a narrower interval. */
const BLURRED = 0.01;

const approximationTask = defineTask('approximate silhouettes', (input: ApproximationInput): number =>
  inRoom((room) => {
    const { columns, clusters, atomStarts, groups, places, sampled } = input;
    const n = columns.rows;
    const own = room.i32(n);
    for (let atom = 0; atom < groups.length; atom++) {
      const group = groups[atom];
      for (let at = atomStarts[atom]; at < atomStarts[atom + 1]; at++) own[at] = group;
    }
    const out = room.f32(4 * Math.ceil(n / 4));
    const records = room.f32(clusters.means.rows * recordLength(columns.cols));
    const blurred = writeRecords(clusters, input, records);
    const ready = { ...input, own, records, out, work: room.f32(8 * columns.cols) };
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
