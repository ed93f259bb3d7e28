import { type Segmentation, type SegmentModel, toModel } from '@clientele/engine';

/** Numbers of a model that is kept beside its run; a larger one is made of the snapshot whenever it is asked for. */
const MOST_NUMBERS = 20_000;

/** The scoring model of a run as it is kept, so that one customer is scored without all others; null for a large one. */
export function keptModel(segmentation: Segmentation): string | null {
  const { winner, space } = segmentation;
  const { model } = winner;
  const cores = model.kind === 'DBSCAN' ? model.core.reduce((sum, core) => sum + core, 0) : 0;
  const covariances = model.kind === 'GaussianMixture' ? model.covariances.length : 0;
  if (cores * space.points.cols + covariances > MOST_NUMBERS) return null;
  return JSON.stringify(toModel(segmentation));
}

/** What `keptModel` wrote. */
export function readModel(kept: string): SegmentModel {
  return JSON.parse(kept) as SegmentModel;
}
