import type { Exports, Holds } from './exports.ts';
import type { Kernels } from './kernels.ts';
import { wardAsk } from './ward-ask.ts';
import type { WardFrame } from './ward-frame.ts';
import { wardMerge } from './ward-merge.ts';
import { wardPlant } from './ward-plant.ts';
import { wardRecords, wardSplit } from './ward-split.ts';

type WardKernels = Pick<Kernels, 'wardRecords' | 'wardSplit' | 'wardPlant' | 'wardAsk' | 'wardMatrix' | 'wardMerge'>;

/** The compiled twins of ward-split, ward-plant, ward-ask and ward-merge, and ward-matrix. */
export function fastWard(exports: Exports, holds: Holds): WardKernels {
  // A frame keeps its arrays, so one look at all of them is enough.
  const known = new WeakMap<Int32Array, boolean>();
  const reaches = (frame: WardFrame): boolean => {
    let reached = known.get(frame.words);
    if (reached === undefined) {
      const { now, next, words, placeOf, records, leaves, nodes, boxes, lightest, middle, ranges } = frame;
      const arrays = [words, placeOf, records, leaves, nodes, boxes, lightest, middle, ranges];
      reached = holds(...arrays, ...Object.values(now), ...Object.values(next));
      known.set(words, reached);
    }
    return reached;
  };
  return {
    wardRecords(frame) {
      if (reaches(frame)) exports.ward_records(frame.words.byteOffset);
      else wardRecords(frame);
    },
    wardSplit(frame, budget) {
      return reaches(frame) ? exports.ward_split(frame.words.byteOffset, budget) : wardSplit(frame, budget);
    },
    wardPlant(frame) {
      if (reaches(frame)) exports.ward_plant(frame.words.byteOffset);
      else wardPlant(frame);
    },
    wardAsk(frame, room, from, to) {
      if (!reaches(frame) || !holds(room.whole)) return wardAsk(frame, room, from, to);
      return exports.ward_ask(frame.words.byteOffset, room.whole.byteOffset, from, to);
    },
    wardMatrix({ points, weights, centre, work, rows, lower, upper, rises, scale }) {
      if (!holds(points.data, weights, centre, work, rows, lower, upper, rises)) return false;
      exports.ward_matrix(
        points.data.byteOffset,
        points.rows,
        points.cols,
        weights.byteOffset,
        centre.byteOffset,
        scale,
        work.byteOffset,
        rows.byteOffset,
        lower.byteOffset,
        upper.byteOffset,
        rises.byteOffset,
      );
      return true;
    },
    wardMerge(frame, merges, from) {
      const { lower, upper, heights } = merges;
      if (!reaches(frame) || !holds(lower, upper, heights)) return wardMerge(frame, merges, from);
      const [words, ids, others] = [frame.words.byteOffset, lower.byteOffset, upper.byteOffset];
      return exports.ward_merge(words, ids + 4 * from, others + 4 * from, heights.byteOffset + 8 * from);
    },
  };
}
