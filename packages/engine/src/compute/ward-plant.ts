import { LEAVES, leafStart, LEVELS, LIVE, nodeSize, STRIDE, type WardFrame } from './ward-frame.ts';

/** (2^-22)^2 (1 + 2^10): see wardAsk. */
const SLACK = 1025 * 2 ** -44;

/** Moves every live cluster to its place, and writes leaves and nodes. */
export function wardPlant(frame: WardFrame): void {
  const { words } = frame;
  const leaves = words[LEAVES];
  const levels = words[LEVELS];
  const wide = levels === 0 ? leaves : 8;
  let node = leaves;
  for (let first = 0; first < leaves; first += wide, node++) {
    const end = Math.min(first + wide, leaves);
    for (let leaf = first; leaf < end; leaf++) moveLeaf(frame, leaf);
    writeNode(frame, first, end, node);
    for (let leaf = first; leaf < end; leaf++) writeLeaf(frame, leaf, node);
  }
  let below = leaves;
  for (let level = 1; level < levels; level++) {
    const top = node;
    for (let first = below; first < top; first += 8, node++) writeNode(frame, first, Math.min(first + 8, top), node);
    below = top;
  }
}

function moveLeaf(frame: WardFrame, leaf: number): void {
  const { cols, words, sources, now, next, placeOf, boxes, lightest } = frame;
  const size = words[STRIDE] >> 2;
  const from = leafStart(leaf, words[LIVE], words[LEAVES]);
  const count = leafStart(leaf + 1, words[LIVE], words[LEAVES]) - from;
  const box = 2 * cols * leaf;
  let light = Infinity;
  boxes.fill(Infinity, box, box + cols);
  boxes.fill(-Infinity, box + cols, box + 2 * cols);
  next.ids.fill(-1, 16 * leaf, 16 * leaf + 16);
  next.asks.fill(0, 16 * leaf, 16 * leaf + 16);
  for (let lane = 0; lane < count; lane++) {
    const place = 16 * leaf + lane;
    const source = sources[(from + lane) * size + size - 1];
    next.ids[place] = now.ids[source];
    placeOf[now.ids[source]] = place;
    next.asks[place] = now.asks[source];
    next.near[place] = now.near[source];
    next.weights[place] = now.weights[source];
    if (now.weights[source] < light) light = now.weights[source];
    for (let c = 0; c < cols; c++) {
      const x = now.centroids[source * cols + c];
      next.centroids[place * cols + c] = x;
      if (x < boxes[box + c]) boxes[box + c] = x;
      if (x > boxes[box + cols + c]) boxes[box + cols + c] = x;
    }
  }
  lightest[leaf] = light;
}

/** A node over the leaves or nodes first ... end - 1; of more than 8, which are searched without it, only the origin. */
function writeNode(frame: WardFrame, first: number, end: number, node: number): void {
  const { cols, words, nodes, origins, boxes, lightest, middle } = frame;
  const scale = middle[cols];
  const block = (node - words[LEAVES]) * nodeSize(cols);
  const own = 2 * cols * node;
  let slack = 1e-36;
  for (let c = 0; c < cols; c++) {
    let low = Infinity;
    let high = -Infinity;
    for (let child = first; child < end; child++) {
      const box = 2 * cols * child + c;
      if (boxes[box] < low) low = boxes[box];
      if (boxes[box + cols] > high) high = boxes[box + cols];
    }
    boxes[own + c] = low;
    boxes[own + cols + c] = high;
    const origin = low + 0.5 * (high - low);
    const half = Math.max(high - origin, origin - low) * scale;
    origins[originAt(block, cols) + c] = origin;
    slack += half * half * SLACK;
    for (let lane = 0; lane < 8; lane++) {
      const at = block + 16 * c + lane;
      const box = 2 * cols * (first + lane) + c;
      nodes[at] = first + lane < end ? (boxes[box] - origin) * scale : Infinity;
      nodes[at + 8] = first + lane < end ? (boxes[box + cols] - origin) * scale : -Infinity;
    }
  }
  nodes[slackAt(block, cols)] = slack;
  lightest[node] = Infinity;
  for (let child = first; child < end; child++) lightest[node] = Math.min(lightest[node], lightest[child]);
  for (let lane = 0; lane < 8; lane++)
    nodes[block + 16 * cols + lane] = first + lane < end ? lightest[first + lane] : 1;
}

function writeLeaf(frame: WardFrame, leaf: number, node: number): void {
  const { cols, words, leaves, origins, next, middle } = frame;
  const scale = middle[cols];
  const block = leaf * (cols + 1) * 16;
  const origin = originAt((node - words[LEAVES]) * nodeSize(cols), cols);
  for (let lane = 0; lane < 16; lane++) {
    const place = 16 * leaf + lane;
    const full = next.ids[place] >= 0;
    // Not a number is within no limit.
    for (let c = 0; c < cols; c++)
      leaves[block + 16 * c + lane] = full ? (next.centroids[place * cols + c] - origins[origin + c]) * scale : NaN;
    leaves[block + 16 * cols + lane] = full ? next.weights[place] : 1;
  }
}

/** Index in `origins` of the origin of the node whose numbers begin at `block`. */
export function originAt(block: number, cols: number): number {
  return (block + 16 * cols + 8) / 2;
}

/** Index in `nodes` of a node's slack. */
export function slackAt(block: number, cols: number): number {
  return block + 18 * cols + 8;
}
