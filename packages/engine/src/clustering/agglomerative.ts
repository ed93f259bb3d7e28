import { resolveOptions } from '../base/options.ts';
import { unwatched, type Watch } from '../base/watch.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { hierarchy, type HierarchyOptions } from './hierarchy.ts';
import type { MergeTree } from './models.ts';

/** What `agglomerative` takes; only the linkage is required. `microClusters` is auto where it is left out. */
export type AgglomerativeOptions = Pick<HierarchyOptions, 'linkage'> & Partial<HierarchyOptions>;

/** `hierarchy` of options that nobody has checked yet. Throws INVALID_PARAMETER, and what that throws. */
export function agglomerative(points: Matrix, options: AgglomerativeOptions, watch: Watch = unwatched): MergeTree {
  const { linkage, microClusters } = resolveOptions({ linkage: options.linkage, microClusters: options.microClusters });
  return hierarchy(points, { ...options, linkage, microClusters }, watch);
}
