import { logarithm } from './exponential';

/** A pivot below this share of its diagonal is rounding noise. Twin: matrix/cholesky.ts. */
const NOISE: f64 = 2.220446049250313e-16;
const LOG_TWO_PI: f64 = 1.8378770664093453;

// @ts-ignore: decorator
@inline
function at(base: usize, index: i32): usize {
  return base + (<usize>index << 3);
}

/**
 * Packed factor of a symmetric d x d matrix and the diagonal of its inverse; false when it is not positive definite. A
 * division takes as long as a dozen products, so that there is one for each row.
 */
function cholesky(symmetric: usize, d: i32, factor: usize, inverse: usize): bool {
  for (let p = 0, o = 0; p < d; p++, o += p) {
    const row = at(factor, o);
    const from = at(symmetric, p * d);
    let rest = load<f64>(at(from, p));
    for (let q = 0, u = 0; q < p; q++, u += q) {
      let value = load<f64>(at(from, q));
      for (let a = row, b = at(factor, u); a < at(row, q); a += 8, b += 8) value -= load<f64>(a) * load<f64>(b);
      value *= load<f64>(at(inverse, u + q));
      store<f64>(at(row, q), value);
      rest -= value * value;
    }
    if (!(rest > <f64>d * NOISE * load<f64>(at(from, p)))) return false;
    const pivot = Math.sqrt(rest);
    store<f64>(at(row, p), pivot);
    store<f64>(at(inverse, o + p), 1 / pivot);
  }
  return true;
}

/** Inverse of a packed lower triangle, whose diagonal is there already. */
function invert_triangle(factor: usize, d: i32, inverse: usize): void {
  for (let p = 1, o = 1; p < d; p++, o += p) {
    const row = at(factor, o);
    const to = at(inverse, o);
    const over = load<f64>(at(to, p));
    for (let q = 0; q < p; q++) {
      let sum: f64 = 0;
      for (let c = q, from = at(inverse, ((q * (q + 1)) >> 1) + q); c < p; c++, from = at(from, c))
        sum += load<f64>(at(row, c)) * load<f64>(from);
      store<f64>(at(to, q), -sum * over);
    }
  }
}

/** Twin: prepare in gaussian-components.ts. */
export function prepare(
  k: i32, d: i32, weights: usize, means: usize, covariances: usize, to_means: usize, whitening: usize, factors: usize, peaks: usize,
): void {
  const packed = (d * (d + 1)) >> 1;
  memory.copy(to_means, means, <usize>(k * d) << 3);
  for (let j = 0; j < k; j++) {
    const covariance = at(covariances, j * d * d);
    const factor = at(factors, j * packed);
    const inverse = at(whitening, j * packed);
    let largest: f64 = 0;
    for (let p = 0; p < d; p++) {
      const variance = load<f64>(at(covariance, p * d + p));
      if (variance > largest) largest = variance;
    }
    if (largest == 0) largest = 1;
    for (let share = 1e-12; !cholesky(covariance, d, factor, inverse) && share <= 1; share *= 10)
      for (let p = 0; p < d; p++) {
        const to = at(covariance, p * d + p);
        store<f64>(to, load<f64>(to) + share * largest);
      }
    invert_triangle(factor, d, inverse);
    const weight = load<f64>(at(weights, j));
    let peak: f64 = -Infinity;
    if (weight > 0) {
      peak = logarithm(weight) - 0.5 * <f64>d * LOG_TWO_PI;
      // The product of a few factors needs one logarithm; many could leave the range of numbers.
      let product: f64 = 1;
      for (let p = 0; p < d; p++) {
        product *= load<f64>(at(factor, ((p * (p + 1)) >> 1) + p));
        if (product > 1e-150 && product < 1e150) continue;
        peak -= logarithm(product);
        product = 1;
      }
      peak -= logarithm(product);
    }
    store<f64>(at(peaks, j), peak);
  }
}

/** Whether rounding coordinates as large as `reach` moves a row too far on the scale of some component. Twin: blurred. */
export function blurred(k: i32, d: i32, whitening: usize, peaks: usize, reach: usize, bound: f64): bool {
  let w = whitening;
  for (let j = 0; j < k; j++)
    for (let p = 0; p < d; p++) {
      let moved: f64 = 0;
      for (let q = 0; q <= p; q++, w += 8) moved += Math.abs(load<f64>(w)) * load<f64>(at(reach, q));
      if (load<f64>(at(peaks, j)) > -Infinity && !(moved <= bound)) return true;
    }
  return false;
}

/** Twin: maximise in gaussian-components.ts; `jump` in variances. */
export function maximise(
  k: i32, d: i32, masses: usize, sums: usize, scatters: usize, centres: usize, weights: usize, means: usize, covariances: usize,
  reg_covar: f64, jump: f64,
): bool {
  let total: f64 = 0;
  for (let j = 0; j < k; j++) total += load<f64>(at(masses, j));
  let exact = true;
  let s = scatters;
  for (let j = 0; j < k; j++) {
    const mass = load<f64>(at(masses, j));
    store<f64>(at(weights, j), mass / total);
    if (mass == 0) {
      s = at(s, (d * (d + 1)) >> 1);
      continue;
    }
    const own = at(sums, j * d);
    const area = at(covariances, j * d * d);
    for (let p = 0; p < d; p++) store<f64>(at(own, p), load<f64>(at(own, p)) / mass);
    for (let p = 0; p < d; p++) {
      const move = load<f64>(at(own, p));
      store<f64>(at(means, j * d + p), load<f64>(at(centres, j * d + p)) + move);
      let value: f64 = 0;
      for (let q = 0; q <= p; q++, s += 8) {
        value = load<f64>(s) / mass - move * load<f64>(at(own, q));
        store<f64>(at(area, p * d + q), value);
        store<f64>(at(area, q * d + p), value);
      }
      const variance = (value > 0 ? value : 0) + reg_covar;
      store<f64>(at(area, p * d + p), variance);
      if (move * move > jump * variance) exact = false;
    }
  }
  return exact;
}
