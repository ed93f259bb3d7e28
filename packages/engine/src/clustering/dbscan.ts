import { resolveOptions } from '../base/options.ts';
import { unwatched, type Watch } from '../base/watch.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { densityClusters } from './density-clusters.ts';
import type { DbscanModel } from './models.ts';

/** `densityClusters` of options that nobody has checked yet. Throws INVALID_PARAMETER, and what that throws. */
export function dbscan(
  points: Matrix,
  options: { eps: number; minSamples: number },
  watch: Watch = unwatched,
): DbscanModel {
  const { eps, minSamples } = resolveOptions({ eps: options.eps, minSamples: options.minSamples });
  return densityClusters(points, { eps, minSamples }, watch);
}
