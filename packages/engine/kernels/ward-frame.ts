/**
 * The words of a Ward frame: an array of 32-bit numbers that tells the kernels the sizes and addresses of one run. A
 * place is a lane of a leaf, 16 to the leaf; the arrays by place exist twice, because planting moves every cluster.
 * Nodes have 8 children; level 0 holds leaves. The same numbers stand in compute/ward-frame.ts.
 */
export const COLS: usize = 0;
/** Live clusters. */
export const LIVE: usize = 4;
/** Places before planting. */
export const PLACES: usize = 8;
export const LEAVES: usize = 12;
/** Levels of nodes; 0 for leaves that are all searched. */
export const LEVELS: usize = 16;
/** Bytes of a record: single-precision coordinates, then the place they come from. */
export const STRIDE: usize = 20;
export const CENTROIDS: usize = 24;
export const WEIGHTS: usize = 28;
export const IDS: usize = 32;
/** By place: the id of the nearest cluster; where it is asked for, that of a near one, or -1. */
export const NEAR: usize = 36;
/** By place: 0 nothing to ask, 1 to be asked, 2 merged in the last round and to be asked. */
export const ASK: usize = 40;
export const NEW_CENTROIDS: usize = 44;
export const NEW_WEIGHTS: usize = 48;
export const NEW_IDS: usize = 52;
export const NEW_NEAR: usize = 56;
export const NEW_ASK: usize = 60;
/** By id. */
export const PLACE: usize = 64;
export const RECORDS: usize = 68;
export const LEAF_BLOCKS: usize = 72;
export const NODE_BLOCKS: usize = 76;
/** f64, by leaf and then by node: least and greatest coordinates. */
export const BOXES: usize = 80;
/** f32, by leaf and then by node: the smallest weight. */
export const LIGHTEST: usize = 84;
/** f64: the centre of the data, then the power of two that makes their widest range at most 1. */
export const MIDDLE: usize = 88;
/** The stack of ward_split: its depth, then first and last leaf of every range. */
export const RANGES: usize = 92;

/** Bytes of a node: boxes of 8 children, 8 weights, the origin, the slack. */
// @ts-ignore: decorator
@inline
export function node_bytes(d: usize): usize {
  return (d * 72 + 40 + 63) & ~(<usize>63);
}

/** First point of a leaf. */
// @ts-ignore: decorator
@inline
export function leaf_start(leaf: i32, live: i32, leaves: i32): i32 {
  return <i32>((<u64>leaf * <u64>live) / <u64>leaves);
}
