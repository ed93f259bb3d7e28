import { type Matrix, rangeMiddles } from '../matrix/matrix.ts';
import type { Room } from './room.ts';

/** Clusters by place: a lane of a leaf, 16 to the leaf. */
export interface WardPlaces {
  readonly centroids: Float64Array;
  readonly weights: Float64Array;
  /** -1 where no cluster is. */
  readonly ids: Int32Array;
  /** Id of the nearest cluster; where it is asked for, that of a near one, or -1. */
  readonly near: Int32Array;
  /** 0 nothing to ask, 1 to be asked, 2 merged in the last round and to be asked. */
  readonly asks: Uint8Array;
}

/**
 * Clusters that Ward's method has left, and a kd-tree over their centroids: leaves of 16, nodes of 8 children, all of them
 * packed; a node of level 0 holds leaves. `words` says the same to compiled kernels (kernels/ward-frame.ts has its layout).
 */
export interface WardFrame {
  readonly cols: number;
  readonly words: Int32Array;
  readonly now: WardPlaces;
  /** Where planting puts them. */
  readonly next: WardPlaces;
  /** Place by id. */
  readonly placeOf: Int32Array;
  /** Single-precision coordinates of a cluster, then the place it comes from; the second view sees it as a whole number. */
  readonly records: Float32Array;
  readonly sources: Int32Array;
  /** By leaf: 16 values of every column, then 16 weights. */
  readonly leaves: Float32Array;
  /** By node, the columns of its 8 children: least values, greatest values; 8 weights; the origin (f64); the slack. */
  readonly nodes: Float32Array;
  readonly origins: Float64Array;
  /** By leaf, then by node: least coordinates, greatest coordinates. */
  readonly boxes: Float64Array;
  /** By leaf, then by node: the smallest weight. */
  readonly lightest: Float32Array;
  /** The centre of the data, then the power of two that makes their widest range at most 1. */
  readonly middle: Float64Array;
  /** How many ranges are to be split, then the first leaf and the end of each. The rest is working room. */
  readonly ranges: Int32Array;
}

/** Entries of `words`; all but the first change from round to round. */
const COLS = 0;
export const LIVE = 1;
export const PLACES = 2;
export const LEAVES = 3;
export const LEVELS = 4;
export const STRIDE = 5;
const FIRST_ADDRESS = 6;

/** Most clusters that are searched without nodes: below it, looking at all is faster than choosing. */
export const MOST_FLAT = 500;
/** Clusters to a leaf on average. */
const FILL = 15;
const WORDS = 32;
const RANGES = 512;

/** Numbers of 32 bits in a node. */
export function nodeSize(cols: number): number {
  return (((cols * 72 + 40 + 63) & ~63) / 4) | 0;
}

/** First point of a leaf when `live` points fill `leaves` leaves evenly. */
export function leafStart(leaf: number, live: number, leaves: number): number {
  return Math.floor((leaf * live) / leaves);
}

/** A frame with every row of `points` a cluster, all of them asking. Nothing is planted yet. */
export function openFrame(points: Matrix, weights: Float64Array, room: Room): WardFrame {
  const { rows, cols, data } = points;
  const mostLeaves = Math.ceil(Math.max(rows / FILL, Math.min(rows, MOST_FLAT) / 16)) + 1;
  const units = mostLeaves + Math.ceil(mostLeaves / 7) + 16;
  const openPlaces = (): WardPlaces => ({
    centroids: room.f64(16 * mostLeaves * cols),
    weights: room.f64(16 * mostLeaves),
    ids: room.i32(16 * mostLeaves),
    near: room.i32(16 * mostLeaves),
    asks: room.u8(16 * mostLeaves),
  });
  const records = room.f32(rows * recordSize(cols));
  const nodes = room.f32((units - mostLeaves) * nodeSize(cols));
  const frame: WardFrame = {
    cols,
    words: room.i32(WORDS),
    now: openPlaces(),
    next: openPlaces(),
    placeOf: room.i32(rows),
    records,
    sources: new Int32Array(records.buffer, records.byteOffset, records.length),
    leaves: room.f32(mostLeaves * (cols + 1) * 16),
    nodes,
    origins: new Float64Array(nodes.buffer, nodes.byteOffset, nodes.length / 2),
    boxes: room.f64(units * 2 * cols),
    lightest: room.f32(units),
    middle: room.f64(cols + 1),
    ranges: room.i32(RANGES + 2 * cols),
  };
  frame.now.centroids.set(data);
  frame.now.weights.set(weights);
  frame.now.near.fill(-1, 0, rows);
  frame.now.asks.fill(2, 0, rows);
  for (let id = 0; id < rows; id++) frame.now.ids[id] = id;
  findMiddle(points, frame.middle);
  frame.words[COLS] = cols;
  frame.words[PLACES] = rows;
  writeAddresses(frame);
  return frame;
}

/** Where compiled kernels find the arrays. Without them the numbers mean nothing and nobody reads them. */
function writeAddresses(frame: WardFrame): void {
  const places = [frame.now, frame.next].flatMap(({ centroids, weights, ids, near, asks }) => [
    centroids.byteOffset,
    weights.byteOffset,
    ids.byteOffset,
    near.byteOffset,
    asks.byteOffset,
  ]);
  const { placeOf, records, leaves, nodes, boxes, lightest, middle, ranges } = frame;
  const others = [placeOf, records, leaves, nodes, boxes, lightest, middle, ranges].map((array) => array.byteOffset);
  frame.words.set([...places, ...others], FIRST_ADDRESS);
}

/** The shape of the next tree, for `live` clusters. */
export function shapeTree({ words, cols }: WardFrame, live: number): void {
  const flat = live <= MOST_FLAT;
  const leaves = Math.ceil(live / (flat ? 16 : FILL));
  let levels = 0;
  if (!flat) for (let nodes = leaves; nodes > 1; nodes = Math.ceil(nodes / 8)) levels++;
  words[LIVE] = live;
  words[LEAVES] = leaves;
  words[LEVELS] = levels;
  words[STRIDE] = flat ? 4 : 4 * recordSize(cols);
}

/** The frame after planting: what was next is now. */
export function turnFrame(frame: WardFrame): WardFrame {
  frame.words[PLACES] = 16 * frame.words[LEAVES];
  const turned = { ...frame, now: frame.next, next: frame.now };
  writeAddresses(turned);
  return turned;
}

function recordSize(cols: number): number {
  return 4 * Math.ceil((cols + 1) / 4);
}

/** Writes the middle of the range of every column, then the power of two that makes the widest range at most 1. */
function findMiddle(points: Matrix, middle: Float64Array): void {
  const widest = rangeMiddles(points, middle);
  // Beyond these powers the square of the scale would leave the range of double precision.
  const power = widest > 0 ? Math.ceil(Math.log2(widest)) : 0;
  middle[points.cols] = 2 ** -Math.max(-480, Math.min(480, power));
}

/** Working room of one thread that asks. */
export interface WardRoom {
  readonly whole: Float64Array;
  readonly bounds: Float32Array;
  readonly query: Float32Array;
  readonly stackBounds: Float32Array;
  readonly stackNodes: Int32Array;
  /** Bound of what is worth a look; the least distance so far. */
  readonly best: Float64Array;
  /** Place of the query; place of the nearest so far, or -1; how many candidates were measured. */
  readonly at: Int32Array;
}

/** Eight children of every level at most, and there are fewer levels than a count has digits in base 8. */
const MOST_OPEN = 128;

/** Working room for questions of `cols` columns. */
export function openWardRoom(cols: number, room: Room): WardRoom {
  return {
    whole: room.f64(8 + 2 * cols + MOST_OPEN),
    bounds: new Float32Array(8),
    query: new Float32Array(cols),
    stackBounds: new Float32Array(MOST_OPEN),
    stackNodes: new Int32Array(MOST_OPEN),
    best: new Float64Array(2),
    at: new Int32Array(3),
  };
}
