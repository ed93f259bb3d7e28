import type { Exports, Holds } from './exports.ts';
import type { Kernels } from './kernels.ts';
import { type MicroCells, microMeasure, microSplit } from './micro-cells.ts';

/** The compiled twins of micro-cells.ts, equal to the last bit. */
export function fastMicro(exports: Exports, holds: Holds): Pick<Kernels, 'microMeasure' | 'microSplit'> {
  const reaches = (state: MicroCells): boolean => {
    const { words, copy, order, cells, heap } = state;
    if (!holds(words, copy, order, cells, heap)) return false;
    words.set([copy.byteOffset, order.byteOffset, cells.byteOffset, heap.byteOffset], 3);
    return true;
  };
  return {
    microMeasure(state, id) {
      if (reaches(state)) exports.micro_measure(state.words.byteOffset, id);
      else microMeasure(state, id);
    },
    microSplit(state, wanted, allowance) {
      if (!reaches(state)) return microSplit(state, wanted, allowance);
      return exports.micro_split(state.words.byteOffset, wanted, allowance);
    },
  };
}
