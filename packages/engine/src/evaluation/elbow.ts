/** A bend shallower than this share of the curve's height is rounding, not a knee. */
const SHALLOW = 1e-9;

/**
 * Index of the knee of a falling curve, such as inertia over k: the value farthest below the straight line from the
 * first to the last, both axes scaled to 0..1; the lowest index on a tie. Null with fewer than 3 values, for a curve
 * that does not fall, and for one that never lies below its chord.
 *
 * It chooses k only for a caller who asks for it: every falling convex curve has a knee, groups or none, and it moves
 * with the range of k shown (E. Schubert, SIGKDD Explorations 2023). The construction is that of V. Satopaa et al., ICDCSW 2011.
 */
export function elbow(values: readonly number[]): number | null {
  const last = values.length - 1;
  if (last < 2) return null;
  const height = values[0] - values[last];
  if (!(height > 0)) return null;
  let knee: number | null = null;
  let deepest = SHALLOW;
  for (let i = 1; i < last; i++) {
    const depth = 1 - i / last - (values[i] - values[last]) / height;
    if (depth > deepest) {
      deepest = depth;
      knee = i;
    }
  }
  return knee;
}
