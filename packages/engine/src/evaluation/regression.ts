/**
 * Means of measured columns over a population, from a sample of it and from auxiliary columns whose population means are
 * known: the regression estimator. All measured columns share the auxiliary ones, so each estimate is the same weighted
 * sum of sampled values, and differences between them are estimated as well as they would be alone.
 * Source: W. Cochran, Sampling Techniques, 1977, chapter 7; G. Golub, M. Heath, G. Wahba, Technometrics 1979
 * (generalised cross-validation).
 */
export interface Regression {
  /** Sampled values minus the population mean, one array an auxiliary column. */
  readonly auxiliaries: readonly Float64Array[];
  readonly measured: readonly Float64Array[];
  /** Rows taken in so far, from the first on. */
  rows: number;
  /** Of the auxiliary columns, then of the measured ones: sums; products with every auxiliary column; own squares. */
  readonly sums: Float64Array;
  readonly products: Float64Array;
  readonly squares: Float64Array;
}

/** A population mean, and the standard error of its estimate for a population without end. */
export interface Estimate {
  readonly mean: number;
  readonly error: number;
}

/** An auxiliary column of which less than this share of its squares is new beside those before it is left out. */
const NEW_SHARE = 1e-6;

export function regression(auxiliaries: readonly Float64Array[], measured: readonly Float64Array[]): Regression {
  const columns = auxiliaries.length + measured.length;
  return {
    auxiliaries,
    measured,
    rows: 0,
    sums: new Float64Array(columns),
    products: new Float64Array(columns * auxiliaries.length),
    squares: new Float64Array(columns),
  };
}

/** Takes in the rows up to `to`. O(rows x auxiliaries x (auxiliaries + measured)). */
export function takeIn(state: Regression, to: number): void {
  const { auxiliaries, measured, rows: from, sums, products, squares } = state;
  const width = auxiliaries.length;
  for (const [a, column] of [...auxiliaries, ...measured].entries()) {
    let sum = 0;
    for (let r = from; r < to; r++) sum += column[r];
    sums[a] += sum;
    squares[a] += dot(column, column, from, to);
    const others = Math.min(a, width);
    for (let b = 0; b < others; b++) products[a * width + b] += dot(column, auxiliaries[b], from, to);
  }
  state.rows = to;
}

/** In four sums, which do not wait for each other. */
function dot(a: Float64Array, b: Float64Array, from: number, to: number): number {
  let s = 0;
  let t = 0;
  let u = 0;
  let v = 0;
  let r = from;
  for (; r + 4 <= to; r += 4) {
    s += a[r] * b[r];
    t += a[r + 1] * b[r + 1];
    u += a[r + 2] * b[r + 2];
    v += a[r + 3] * b[r + 3];
  }
  for (; r < to; r++) s += a[r] * b[r];
  return s + t + (u + v);
}

/**
 * The population mean of every measured column: that of a least-squares plane over the auxiliary columns, at their
 * population means. The error is that of the plane there, which pays for every column fitted.
 */
export function estimates(state: Regression): Estimate[] {
  const { auxiliaries, measured, rows, sums, products, squares } = state;
  const width = auxiliaries.length;
  const { factor, kept } = factorOf(state);
  const ahead = solveAhead(
    factor,
    kept.map((a) => sums[a] / rows),
  );
  const away = ahead.reduce((sum, value) => sum + value * value, 0);
  return measured.map((_, index): Estimate => {
    const column = width + index;
    const mean = sums[column] / rows;
    const along = solveAhead(
      factor,
      kept.map((a) => products[column * width + a] - mean * sums[a]),
    );
    const left = along.reduce((rest, value) => rest - value * value, squares[column] - mean * sums[column]);
    // A row pulls the plane towards itself. By generalised cross-validation this is how far off it is for other rows.
    const variance = (Math.max(0, left) * rows) / (rows - 1 - kept.length) ** 2;
    const shift = along.reduce((sum, value, at) => sum + value * ahead[at], 0);
    return { mean: mean - shift, error: Math.sqrt(variance * (1 / rows + away)) };
  });
}

interface Factor {
  /** Lower triangle of the Cholesky factor of the kept columns' scatter, row by row, as wide as there are columns. */
  readonly factor: Float64Array;
  readonly kept: readonly number[];
}

function factorOf({ auxiliaries, rows, sums, products, squares }: Regression): Factor {
  const width = auxiliaries.length;
  const factor = new Float64Array(width * width);
  const kept: number[] = [];
  for (let a = 0; a < width; a++) {
    const row = solveAhead(
      factor,
      kept.map((b) => products[a * width + b] - (sums[a] * sums[b]) / rows),
    );
    const scatter = squares[a] - (sums[a] * sums[a]) / rows;
    const left = row.reduce((rest, value) => rest - value * value, scatter);
    if (!(left > NEW_SHARE * scatter)) continue;
    factor.set([...row, Math.sqrt(left)], kept.length * width);
    kept.push(a);
  }
  return { factor, kept };
}

/** The solution x of L x = y. */
function solveAhead(factor: Float64Array, y: readonly number[]): Float64Array {
  const width = Math.sqrt(factor.length);
  const x = new Float64Array(y.length);
  for (let a = 0; a < y.length; a++) {
    let sum = y[a];
    for (let b = 0; b < a; b++) sum -= factor[a * width + b] * x[b];
    x[a] = sum / factor[a * width + a];
  }
  return x;
}
