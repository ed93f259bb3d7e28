import { LEAVES, LEVELS, nodeSize, type WardFrame, type WardRoom } from './ward-frame.ts';
import { originAt, slackAt } from './ward-plant.ts';

const { fround } = Math;
/** More than any distance of scaled clusters. */
const FAR = fround(1e30);
const LEVEL_BITS = 27;
/** A cluster measured in double precision takes as long as that many looked at. */
const CONFIRM_LOOKS = 3;

/**
 * Finds the nearest cluster by Ward's distance, the lowest id on a tie, of every place from ... to - 1 that asks. Returns
 * how many clusters and boxes were looked at, those measured in double precision counted as several.
 *
 * Single precision passes candidates on, double precision decides, so the answer is exact. With h the half extent of a node
 * and all numbers offsets from its origin, a difference D is off by less than 2^-22 (|D| + h), and its square is at most
 * (1 + 2^-9) D^2 + (1 + 2^10) (2^-22 h)^2: the last term is the node's slack, and the limit is raised by 2^-8. A node is
 * passed over when n m / (n + m) times the distance to its box, m its lightest weight, exceeds the limit.
 */
export function wardAsk(frame: WardFrame, room: WardRoom, from: number, to: number): number {
  const { words, now, placeOf } = frame;
  let looks = 0;
  room.at[2] = 0;
  for (let p = from; p < to; p++) {
    if (now.asks[p] === 0) continue;
    now.asks[p] = 0;
    room.best[0] = FAR;
    room.best[1] = Infinity;
    room.at[0] = p;
    room.at[1] = -1;
    if (now.near[p] >= 0) confirm(frame, room, placeOf[now.near[p]]);
    if (words[LEVELS] === 0) {
      shorten(frame, room, 0);
      for (let leaf = 0; leaf < words[LEAVES]; leaf++) scan(frame, room, leaf, 0);
      looks += 16 * words[LEAVES];
    } else looks += climb(frame, room);
    now.near[p] = now.ids[room.at[1]];
  }
  return looks + CONFIRM_LOOKS * room.at[2];
}

/** Searches from the own leaf upwards: the limit is small before the first node away from home is looked at. */
function climb(frame: WardFrame, room: WardRoom): number {
  const { words, cols } = frame;
  const { best, at, bounds, stackBounds, stackNodes } = room;
  let seen = 0;
  let home = at[0] >> 4;
  for (let level = 0; level < words[LEVELS]; level++) {
    let depth = 0;
    let node = home >> 3;
    let block = blockOf(frame, level, node);
    shorten(frame, room, block);
    if (level === 0) {
      scan(frame, room, home, block);
      seen += 16;
    }
    let open = boundChildren(frame, room, block) & ~(1 << (home & 7));
    seen += 8;
    for (let here = level; ;) {
      if (here === 0) {
        for (let lane = 0; lane < 8; lane++) {
          if ((open & (1 << lane)) === 0 || bounds[lane] > best[0]) continue;
          scan(frame, room, 8 * node + lane, block);
          seen += 16;
        }
      } else depth = push(room, depth, open, ((here - 1) << LEVEL_BITS) | (8 * node));
      do depth--;
      while (depth >= 0 && stackBounds[depth] > best[0]);
      if (depth < 0) break;
      here = stackNodes[depth] >> LEVEL_BITS;
      node = stackNodes[depth] & ((1 << LEVEL_BITS) - 1);
      block = blockOf(frame, here, node);
      shorten(frame, room, block);
      open = boundChildren(frame, room, block);
      seen += 8;
    }
    home >>= 3;
  }
  return seen;

  function blockOf({ words: shape }: WardFrame, level: number, node: number): number {
    let first = 0;
    for (let size = (shape[LEAVES] + 7) >> 3, l = 0; l < level; l++, size = (size + 7) >> 3) first += size;
    return (first + node) * nodeSize(cols);
  }
}

/** Writes the query as offsets from a node's origin. */
function shorten({ cols, now, origins, middle }: WardFrame, { query, at }: WardRoom, block: number): void {
  const origin = originAt(block, cols);
  for (let c = 0; c < cols; c++) query[c] = (now.centroids[at[0] * cols + c] - origins[origin + c]) * middle[cols];
}

/** Least distances to the eight children of a node; returns which are within the limit, a bit each. */
function boundChildren({ cols, nodes, now }: WardFrame, room: WardRoom, block: number): number {
  const { query, bounds, best, at } = room;
  const weight = fround(now.weights[at[0]]);
  const slack = nodes[slackAt(block, cols)];
  let open = 0;
  for (let lane = 0; lane < 8; lane++) {
    let square = 0;
    for (let c = 0, b = block + lane; c < cols; c++, b += 16) {
      const below = fround(nodes[b] - query[c]);
      const above = fround(query[c] - nodes[b + 8]);
      const outside = below > above ? below : above;
      if (outside > 0) square = fround(square + fround(outside * outside));
    }
    const light = nodes[block + 16 * cols + lane];
    const product = fround(fround(square - slack) * fround(weight * light));
    bounds[lane] = fround(product / fround(weight + light));
    if (bounds[lane] <= best[0]) open |= 1 << lane;
  }
  return open;
}

/** Puts the open children on the stack, the nearest on top. */
function push({ bounds, stackBounds, stackNodes }: WardRoom, base: number, open: number, first: number): number {
  let depth = base;
  for (let lane = 0; lane < 8; lane++) {
    if ((open & (1 << lane)) === 0) continue;
    let at = depth++;
    for (; at > base && stackBounds[at - 1] < bounds[lane]; at--) {
      stackBounds[at] = stackBounds[at - 1];
      stackNodes[at] = stackNodes[at - 1];
    }
    stackBounds[at] = bounds[lane];
    stackNodes[at] = first + lane;
  }
  return depth;
}

/** Looks at the clusters of a leaf whose node's numbers begin at `block`. */
function scan(frame: WardFrame, room: WardRoom, leaf: number, block: number): void {
  const { cols, leaves, nodes, now } = frame;
  const { query, best, at } = room;
  const weight = fround(now.weights[at[0]]);
  const slack = nodes[slackAt(block, cols)];
  const values = leaf * (cols + 1) * 16;
  for (let group = 0; group < 16; group += 4) {
    // One limit for four, as in a vector.
    const limit = best[0];
    for (let lane = group; lane < group + 4; lane++) {
      let square = 0;
      for (let c = 0, x = values + lane; c < cols; c++, x += 16) {
        const difference = fround(leaves[x] - query[c]);
        square = fround(square + fround(difference * difference));
      }
      const other = leaves[values + 16 * cols + lane];
      const distance = fround(fround(square - slack) * fround(weight * other));
      if (distance <= fround(limit * fround(weight + other))) confirm(frame, room, 16 * leaf + lane);
    }
  }
}

/** Measures a candidate in double precision. */
function confirm({ cols, now, middle }: WardFrame, { best, at }: WardRoom, place: number): void {
  const [own, nearest] = at;
  at[2]++;
  if (place === own) return;
  let square = 0;
  for (let c = 0, p = place * cols, q = own * cols; c < cols; c++, p++, q++) {
    const difference = now.centroids[q] - now.centroids[p];
    square += difference * difference;
  }
  const weight = now.weights[own];
  const other = now.weights[place];
  const distance = ((weight * other) / (weight + other)) * square;
  const better = distance < best[1] || (distance === best[1] && now.ids[place] < now.ids[nearest]);
  if (!better && nearest >= 0) return;
  best[1] = distance;
  at[1] = place;
  const limit = distance * middle[cols] * middle[cols] * (1 + 1 / 256) + 1e-37;
  best[0] = limit < 1e30 ? fround(limit) : FAR;
}
