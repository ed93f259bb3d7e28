/**
 * Each value's place among all, 0 for the lowest to 1 for the highest; equal values share the mean of their places, and
 * one value alone stands in the middle.
 */
export function rankShares(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const shares = new Float64Array(values.length).fill(0.5);
  if (values.length < 2) return shares;
  for (let start = 0; start < order.length;) {
    const value = values[order[start] ?? 0];
    let end = start;
    while (end + 1 < order.length && values[order[end + 1] ?? 0] === value) end++;
    for (let i = start; i <= end; i++) shares[order[i] ?? 0] = (start + end) / 2 / (values.length - 1);
    start = end + 1;
  }
  return shares;
}
