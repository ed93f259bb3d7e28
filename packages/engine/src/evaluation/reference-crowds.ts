import { mixSeed, type Random, seededRandom } from '../base/random.ts';
import { correlation } from '../features/column.ts';
import { symmetricEigen } from '../matrix/eigen.ts';
import { columnOf, type Matrix, matrix } from '../matrix/matrix.ts';
import { ascendingOrder, inOrder } from '../matrix/order.ts';
import { principalAxes, project } from '../matrix/pca.ts';
import { type Copula, shuffleColumns } from './copula.ts';
import { blurToOneHump } from './hump.ts';

/**
 * How to draw crowds without groups, as large as the sample they stand beside. Plain data, so that any thread can draw.
 *
 * - `box`: uniform in the sample's box along its principal axes (Tibshirani, Walther and Hastie 2001, reference b).
 * - `marginal`: keeps more of the sample. Every column holds its values, put in the order of correlated normal draws (a
 *   Gaussian copula with its rank correlations), so that skew, lattices of counts and correlation stay while groups in
 *   the joint go. A column with two humps shows groups on its own and would smuggle them in: such a column is blurred
 *   until one hump is left, with its mean and variance kept.
 */
export type CrowdPlan = BoxPlan | MarginalPlan;

interface BoxPlan {
  readonly kind: 'box';
  readonly rows: number;
  readonly mean: Float64Array;
  readonly axes: Matrix;
  /** Range along every axis. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

interface MarginalPlan extends Copula {
  readonly kind: 'marginal';
}

export function boxPlan(sample: Matrix): CrowdPlan {
  const { rows, cols } = sample;
  const principal = principalAxes(sample);
  const { mean, axes } = principal;
  const projected = project(sample, principal).data;
  const low = new Float64Array(cols).fill(Infinity);
  const high = new Float64Array(cols).fill(-Infinity);
  for (let at = 0; at < projected.length; at++) {
    const c = at % cols;
    if (projected[at] < low[c]) low[c] = projected[at];
    if (projected[at] > high[c]) high[c] = projected[at];
  }
  return { kind: 'box', rows, mean, axes, low, high };
}

export function marginalPlan(sample: Matrix): CrowdPlan {
  const values = Array.from({ length: sample.cols }, (_, c) => columnOf(sample, c));
  const orders = values.map((column) => ascendingOrder(column));
  const factor = normalFactor(values.map((column, c) => sharedRanks(column, orders[c])));
  const columns = values.map((column, c) => {
    const sorted = inOrder(column, orders[c]);
    return { sorted, width: blurToOneHump(sorted) };
  });
  return { kind: 'marginal', rows: sample.rows, factor, columns };
}

/** Crowd number `draw` of those that belong to `seed`. */
export function drawCrowd(plan: CrowdPlan, seed: number, draw: number): Matrix {
  const stream = plan.kind === 'box' ? 0 : 1;
  const own = mixSeed(mixSeed(seed, stream), draw);
  return plan.kind === 'box' ? fillBox(plan, seededRandom(own)) : shuffleColumns(plan, own);
}

function fillBox({ rows, mean, axes, low, high }: BoxPlan, random: Random): Matrix {
  const cols = mean.length;
  const crowd = matrix(rows, cols);
  const { data } = crowd;
  const along = new Float64Array(cols);
  for (let from = 0; from < data.length; from += cols) {
    for (let a = 0; a < cols; a++) along[a] = low[a] + (high[a] - low[a]) * random();
    for (let c = 0; c < cols; c++) {
      let value = mean[c];
      for (let a = 0, at = c; a < cols; a++, at += cols) value += along[a] * axes.data[at];
      data[from + c] = value;
    }
  }
  return crowd;
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
  return sharedRanks(values, ascendingOrder(values));
}

function sharedRanks(values: Float64Array, order: Int32Array): Float64Array {
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]] === values[order[from]]) to++;
    for (let at = from; at <= to; at++) ranks[order[at]] = (from + to) / 2;
    from = to + 1;
  }
  return ranks;
}
