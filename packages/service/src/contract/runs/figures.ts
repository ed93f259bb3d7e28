/** A score with six decimals; null when it is not defined. */
export function score(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : fraction(value);
}

/** Six decimals: below any difference that means something, above the noise of summing in another order. */
export function fraction(value: number): number {
  return value === 0 ? 0 : Number(value.toFixed(6));
}

/** Twelve significant digits, for figures in the units sent: 287.27 stays 287.27 after a mean. */
export function measure(value: number): number {
  return value === 0 ? 0 : Number(value.toPrecision(12));
}
