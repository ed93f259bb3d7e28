import { gaussian, mixSeed, type Random, seededRandom } from '../base/random.ts';
import { correlation } from '../features/column.ts';
import { symmetricEigen } from '../matrix/eigen.ts';
import { columnOf, type Matrix, matrix } from '../matrix/matrix.ts';
import { principalAxes, project } from '../matrix/pca.ts';
import { blurToOneHump, spread } from './hump.ts';

/** How many crowds, and the seed they are drawn from. */
export interface Draws {
  readonly draws: number;
  readonly seed: number;
}

/**
 * Crowds without groups, as large as the sample they stand beside: uniform in its box along its principal axes
 * (Tibshirani, Walther and Hastie 2001, reference b).
 */
export function boxCrowds(sample: Matrix, options: Draws): Matrix[] {
  return drawn(boxAround(sample), 0, options);
}

/**
 * Crowds without groups that keep more of the sample: every column holds its values, put in the order of correlated
 * normal draws (a Gaussian copula with its rank correlations), so that skew, lattices of counts and correlation stay
 * while groups in the joint go. A column with two humps shows groups on its own and would smuggle them in: such a column
 * is blurred until one hump is left, with its mean and variance kept.
 */
export function marginalCrowds(sample: Matrix, options: Draws): Matrix[] {
  return drawn(copulaOf(sample), 1, options);
}

function drawn(draw: (random: Random) => Matrix, stream: number, { draws, seed }: Draws): Matrix[] {
  return Array.from({ length: draws }, (_, b) => draw(seededRandom(mixSeed(mixSeed(seed, stream), b))));
}

function boxAround(sample: Matrix): (random: Random) => Matrix {
  const { rows, cols } = sample;
  const principal = principalAxes(sample);
  const projected = project(sample, principal).data;
  const low = new Float64Array(cols).fill(Infinity);
  const high = new Float64Array(cols).fill(-Infinity);
  for (let at = 0; at < projected.length; at++) {
    const c = at % cols;
    if (projected[at] < low[c]) low[c] = projected[at];
    if (projected[at] > high[c]) high[c] = projected[at];
  }
  return (random) => {
    const crowd = matrix(rows, cols);
    for (let i = 0; i < rows; i++) {
      for (let c = 0; c < cols; c++) crowd.data[i * cols + c] = principal.mean[c];
      for (let a = 0; a < cols; a++) {
        const along = low[a] + (high[a] - low[a]) * random();
        for (let c = 0; c < cols; c++) crowd.data[i * cols + c] += along * principal.axes.data[a * cols + c];
      }
    }
    return crowd;
  };
}

function copulaOf(sample: Matrix): (random: Random) => Matrix {
  const { rows, cols } = sample;
  const columns = Array.from({ length: cols }, (_, c) => columnOf(sample, c));
  const factor = normalFactor(columns.map(averageRanks));
  const marginals = columns.map((column) => {
    const sorted = column.toSorted();
    return { sorted, width: blurToOneHump(sorted) };
  });
  return (random) => {
    const scores = matrix(rows, cols);
    const normal = new Float64Array(cols);
    for (let i = 0; i < rows; i++) {
      for (let c = 0; c < cols; c++) normal[c] = gaussian(random);
      for (let c = 0; c < cols; c++)
        for (let a = 0; a < cols; a++) scores.data[i * cols + c] += factor.data[c * cols + a] * normal[a];
    }
    const crowd = matrix(rows, cols);
    marginals.forEach(({ sorted, width }, c) => {
      const values = width > 0 ? blurred(sorted, width, random) : sorted;
      orderOf(columnOf(scores, c)).forEach((row, rank) => (crowd.data[row * cols + c] = values[rank]));
    });
    return crowd;
  };
}

/** The values with normal noise of `width` deviations, shrunk back to their own variance, sorted. */
function blurred(sorted: Float64Array, width: number, random: Random): Float64Array {
  const deviation = spread(sorted);
  let mean = 0;
  for (const value of sorted) mean += value / sorted.length;
  const shrink = 1 / Math.hypot(1, width);
  return sorted.map((value) => mean + shrink * (value - mean + width * deviation * gaussian(random))).toSorted();
}

/**
 * Rows of a factor F with F F' = the correlations of normal scores that have the columns' rank correlations
 * (r = 2 sin(pi rho / 6), Pearson 1907). Negative eigenvalues, which that map can leave, are set to 0.
 */
function normalFactor(ranks: readonly Float64Array[]): Matrix {
  const d = ranks.length;
  const correlations = matrix(d, d);
  for (let a = 0; a < d; a++) {
    correlations.data[a * d + a] = 1;
    for (let b = a + 1; b < d; b++)
      correlations.data[a * d + b] = 2 * Math.sin((Math.PI / 6) * correlation(ranks[a], ranks[b]));
  }
  const { values, vectors } = symmetricEigen(correlations);
  const factor = matrix(d, d);
  for (let c = 0; c < d; c++) {
    let squares = 0;
    for (let a = 0; a < d; a++) {
      const entry = Math.sqrt(Math.max(0, values[a])) * vectors.data[a * d + c];
      factor.data[c * d + a] = entry;
      squares += entry * entry;
    }
    for (let a = 0; a < d; a++) factor.data[c * d + a] /= Math.sqrt(squares);
  }
  return factor;
}

/** Ranks from 0; equal values share their mean rank. */
export function averageRanks(values: Float64Array): Float64Array {
  const order = orderOf(values);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]] === values[order[from]]) to++;
    for (let at = from; at <= to; at++) ranks[order[at]] = (from + to) / 2;
    from = to + 1;
  }
  return ranks;
}

function orderOf(values: Float64Array): Int32Array {
  return Int32Array.from(values, (_, i) => i).toSorted((i, j) => values[i] - values[j] || i - j);
}
