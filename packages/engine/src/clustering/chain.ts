/** The walk of the nearest-neighbour chain: clusters, each the nearest of the one before. */
export interface Chain {
  readonly length: () => number;
  readonly last: () => number;
  /** The cluster before the last, or -1. */
  readonly beforeLast: () => number;
  readonly push: (id: number) => void;
  /**
   * Takes the nearest cluster of the last one. Not on the chain: it becomes the last, and false is returned. On the
   * chain: the two are to be merged, the chain is cut before it, and true is returned.
   */
  readonly closes: (nearest: number) => boolean;
}

/**
 * An empty chain over clusters 0 ... n - 1. In exact arithmetic a chain can only close on the cluster before its last.
 * Among equal distances rounding may lead it back to an earlier one; those two are then nearest up to rounding and merge
 * as well, so that the walk always ends.
 */
export function openChain(n: number): Chain {
  const ids = new Int32Array(n);
  const at = new Int32Array(n).fill(-1);
  let length = 0;
  const push = (id: number): void => {
    at[id] = length;
    ids[length++] = id;
  };
  const closes = (nearest: number): boolean => {
    const seen = at[nearest];
    if (seen < 0) {
      push(nearest);
      return false;
    }
    while (length > seen) at[ids[--length]] = -1;
    return true;
  };
  return {
    length: () => length,
    last: () => ids[length - 1],
    beforeLast: () => (length > 1 ? ids[length - 2] : -1),
    push,
    closes,
  };
}
