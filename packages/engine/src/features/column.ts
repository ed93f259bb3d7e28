/** Facts about one column of numbers. Sums run over sorted values, so that the order of the rows cannot change a digit. */

/** Quantile `p` of ascending values by linear interpolation (R's type 7). Safe at the ends of the number range. */
export function quantileSorted(sorted: Float64Array, p: number): number {
  const at = (sorted.length - 1) * p;
  const low = Math.floor(at);
  const share = at - low;
  if (share === 0) return sorted[low];
  return sorted[low] * (1 - share) + sorted[low + 1] * share;
}

export interface Moments {
  readonly mean: number;
  /** Population standard deviation. */
  readonly deviation: number;
  /** Fisher's g1 = m3 / m2^1.5; null when every value is the same. */
  readonly skewness: number | null;
}

/**
 * Mean, population standard deviation and skewness of ascending values, in two passes. Values are divided by the largest
 * magnitude first, so that 1e308 beside -1e308 overflows nowhere.
 */
export function momentsSorted(sorted: Float64Array): Moments {
  const n = sorted.length;
  const largest = Math.max(Math.abs(sorted[0]), Math.abs(sorted[n - 1]));
  if (sorted[0] === sorted[n - 1] || largest === 0) return { mean: sorted[0], deviation: 0, skewness: null };
  let sum = 0;
  for (let i = 0; i < n; i++) sum += sorted[i] / largest;
  const mean = sum / n;
  let second = 0;
  let third = 0;
  for (let i = 0; i < n; i++) {
    const centred = sorted[i] / largest - mean;
    second += centred * centred;
    third += centred * centred * centred;
  }
  const variance = second / n;
  const deviation = Math.sqrt(variance);
  const skewness = deviation > 0 ? third / n / (variance * deviation) : null;
  return { mean: mean * largest, deviation: deviation * largest, skewness };
}

/** Pearson correlation of two columns of one length; 0 when either is constant. */
export function correlation(x: Float64Array, y: Float64Array): number {
  let meanX = 0;
  let meanY = 0;
  for (let i = 0; i < x.length; i++) {
    meanX += x[i] / x.length;
    meanY += y[i] / x.length;
  }
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i++) {
    xx += (x[i] - meanX) ** 2;
    yy += (y[i] - meanY) ** 2;
    xy += (x[i] - meanX) * (y[i] - meanY);
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}
