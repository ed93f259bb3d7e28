/**
 * Least bandwidth, in standard deviations, at which a column is looked at: lattices of counts blur, groups do not. Few
 * values need more: the usual 0.9 n^(-1/5) (Silverman 1986) is above it below 240.
 */
const BANDWIDTH = 0.3;
const BANDWIDTH_FACTOR = 0.9;
/** A second hump counts when at least this share of the values lies on each side of the valley ... */
const SIDE_SHARE = 0.05;
/** ... and at least this many: fewer make humps in any long tail ... */
const SIDE_COUNT = 10;
/** ... and the valley is at most this share as high as the lower of the two humps. */
const VALLEY = 0.6;
const GROWTH = 1.25;
/** Any column has one hump long before this. */
const WIDEST = 4;
const GRID = 128;

/**
 * The width of normal noise, in standard deviations of the column, that blurs its humps into one; 0 when it has only one
 * to begin with. A column of two humps shows groups by itself: a crowd without groups must not copy it as it is.
 * The idea is that of the critical bandwidth: B. Silverman, Journal of the Royal Statistical Society B 1981.
 */
export function blurToOneHump(sorted: Float64Array): number {
  const deviation = spread(sorted);
  let width = Math.max(BANDWIDTH, BANDWIDTH_FACTOR * sorted.length ** -0.2);
  if (!(deviation > 0) || !manyHumps(sorted, width * deviation)) return 0;
  while (width < WIDEST && manyHumps(sorted, width * deviation)) width *= GROWTH;
  return width;
}

/** Population standard deviation. */
export function spread(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / values.length);
}

/** Whether the density of the values, smoothed by a normal kernel, has two humps worth the name. */
function manyHumps(sorted: Float64Array, bandwidth: number): boolean {
  const n = sorted.length;
  // The valley between two humps lies within the inner values; the outer ones would only stretch the grid.
  const from = sorted[Math.floor((SIDE_SHARE / 2) * (n - 1))];
  const to = sorted[Math.ceil((1 - SIDE_SHARE / 2) * (n - 1))];
  const step = (to - from) / (GRID - 1);
  if (!(step > 0)) return false;
  const density = densityOver(sorted, { from, step, bandwidth });
  // The highest point at or after every grid point, to see whether a second hump follows a valley.
  const highestAfter = density.slice();
  for (let g = GRID - 2; g >= 0; g--) highestAfter[g] = Math.max(highestAfter[g], highestAfter[g + 1]);
  let highestBefore = 0;
  let below = 0;
  for (let g = 0; g < GRID; g++) {
    while (below < n && sorted[below] <= from + g * step) below++;
    const side = Math.min(below, n - below);
    const valley = density[g] <= VALLEY * Math.min(highestBefore, highestAfter[g]);
    if (valley && side >= Math.max(SIDE_COUNT, SIDE_SHARE * n)) return true;
    highestBefore = Math.max(highestBefore, density[g]);
  }
  return false;
}

/**
 * The sum of the normal kernels of all values at every point of the grid. Steps are equal, so the logarithm of a kernel
 * changes along the grid by an amount that itself changes evenly: from the point nearest to its value a kernel follows by
 * two products a point instead of an exponential, 19 times as fast and right to 12 digits. Equal values share a kernel.
 */
function densityOver(
  sorted: Float64Array,
  { from, step, bandwidth }: { from: number; step: number; bandwidth: number },
): Float64Array {
  const n = sorted.length;
  const density = new Float64Array(GRID);
  const stride = step / bandwidth;
  const bend = Math.exp(-stride * stride);
  for (let i = 0, next = 0; i < n; i = next) {
    const value = sorted[i];
    while (next < n && sorted[next] === value) next++;
    const nearest = Math.min(GRID - 1, Math.max(0, Math.round((value - from) / step)));
    const offset = (from + nearest * step - value) / bandwidth;
    const top = (next - i) * Math.exp(-0.5 * offset * offset);
    let height = top;
    let change = Math.exp(-stride * (offset + 0.5 * stride));
    for (let g = nearest; g < GRID; g++) {
      density[g] += height;
      height *= change;
      change *= bend;
    }
    height = top;
    change = Math.exp(stride * (offset - 0.5 * stride));
    for (let g = nearest - 1; g >= 0; g--) {
      height *= change;
      change *= bend;
      density[g] += height;
    }
  }
  return density;
}
