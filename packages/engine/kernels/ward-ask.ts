import { ASK, CENTROIDS, COLS, IDS, LEAF_BLOCKS, LEAVES, LEVELS, MIDDLE, NEAR, NODE_BLOCKS, PLACE, WEIGHTS, node_bytes } from './ward-frame';

// Working room of one thread: the query, then eight bounds, then the query in single precision four times over, then a
// stack of bounds and nodes.
const BEST: usize = 0;
const OWN: usize = 8;
const NEAREST: usize = 12;
const CONFIRMED: usize = 48;
const SHORT: usize = 64;
/** A cluster measured in double precision takes as long as that many looked at. */
const CONFIRM_LOOKS: i32 = 3;

/**
 * Finds the nearest cluster of every place from ... to - 1 that asks. Returns the distances and boxes looked at.
 *
 * Single precision passes candidates on, double precision decides. With h the half extent of a node and all offsets from
 * its origin, a difference D is off by less than 2^-22 (|D| + h) / 2, so that its square is at most
 * (1 + 2^-10) D^2 (1 + 2^-20) + (1 + 2^10) (2^-22 h)^2: the last term is the node's slack, and the limit is raised by 2^-8.
 */
export function ward_ask(frame: usize, room: usize, from: i32, to: i32): f64 {
  const d = <usize>load<u32>(frame, COLS);
  const levels = load<i32>(frame, LEVELS);
  const leaves = load<i32>(frame, LEAVES);
  const asks = <usize>load<u32>(frame, ASK);
  const near = <usize>load<u32>(frame, NEAR);
  const ids = <usize>load<u32>(frame, IDS);
  const weights = <usize>load<u32>(frame, WEIGHTS);
  const centroids = <usize>load<u32>(frame, CENTROIDS);
  const nodes = <usize>load<u32>(frame, NODE_BLOCKS);
  const blocks = <usize>load<u32>(frame, LEAF_BLOCKS);
  const leaf_bytes = (d + 1) << 6;
  const bytes = node_bytes(d);
  const query = room + SHORT;
  const stack = query + (d << 4);
  let looks: f64 = 0;
  store<i32>(room, 0, CONFIRMED);
  for (let p = from; p < to; p++) {
    if (load<u8>(asks + <usize>p) == 0) continue;
    store<u8>(asks + <usize>p, 0);
    store<f64>(room, Infinity, BEST);
    store<i32>(room, p, OWN);
    store<i32>(room, -1, NEAREST);
    const point = centroids + <usize>p * (d << 3);
    const weight = f32x4.splat(<f32>load<f64>(weights + (<usize>p << 3)));
    let limit: f32 = 1e30;
    let seen = 0;
    const hint = load<i32>(near + (<usize>p << 2));
    if (hint >= 0) limit = confirm(frame, room, load<i32>(<usize>load<u32>(frame, PLACE) + (<usize>hint << 2)), 1);
    if (levels == 0) {
      const slack = shorten(query, nodes, point, frame, d);
      for (let leaf = 0; leaf < leaves; leaf++)
        limit = scan(frame, room, leaf, blocks + <usize>leaf * leaf_bytes, query, d, weight, slack, limit);
      seen = leaves << 4;
    } else {
      // From the own leaf upwards: the limit is small before the first node away from home is looked at.
      let level_first = 0;
      let level_size = (leaves + 7) >> 3;
      let home = p >> 4;
      for (let level = 0; level < levels; level++) {
        let depth: usize = 0;
        let node = home >> 3;
        let block = nodes + <usize>(level_first + node) * bytes;
        let slack = shorten(query, block, point, frame, d);
        if (level == 0) {
          limit = scan(frame, room, home, blocks + <usize>home * leaf_bytes, query, d, weight, slack, limit);
          seen += 16;
        }
        let open = bounds(room, block, query, d, weight, slack, limit) & ~(1 << (home & 7));
        seen += 8;
        let at = level;
        let first = level_first;
        let size = level_size;
        while (true) {
          if (at == 0) {
            while (open != 0) {
              const lane = ctz(open);
              open &= open - 1;
              if (load<f32>(room + 16 + (<usize>lane << 2)) > limit) continue;
              const leaf = (node << 3) + lane;
              limit = scan(frame, room, leaf, blocks + <usize>leaf * leaf_bytes, query, d, weight, slack, limit);
              seen += 16;
            }
          } else {
            depth = push(stack, depth, room, open, ((at - 1) << 27) | (node << 3));
          }
          // The next node that is still near enough.
          let found = false;
          while (depth > 0) {
            depth -= 8;
            if (load<f32>(stack + depth) > limit) continue;
            found = true;
            break;
          }
          if (!found) break;
          const name = load<i32>(stack + depth, 4);
          const to_level = name >> 27;
          node = name & 0x7ffffff;
          // Levels lie one after the other.
          first = 0;
          size = (leaves + 7) >> 3;
          for (at = 0; at < to_level; at++) {
            first += size;
            size = (size + 7) >> 3;
          }
          block = nodes + <usize>(first + node) * bytes;
          slack = shorten(query, block, point, frame, d);
          open = bounds(room, block, query, d, weight, slack, limit);
          seen += 8;
        }
        home >>= 3;
        level_first += level_size;
        level_size = (level_size + 7) >> 3;
      }
    }
    looks += seen;
    store<i32>(near + (<usize>p << 2), load<i32>(ids + (<usize>load<i32>(room, NEAREST) << 2)));
  }
  return looks + <f64>(load<i32>(room, CONFIRMED) * CONFIRM_LOOKS);
}

/** Writes the query as offsets from a node's origin, every one four times; returns the node's slack. */
// @ts-ignore: decorator
@inline
function shorten(query: usize, block: usize, point: usize, frame: usize, d: usize): v128 {
  const origin = block + (d << 6) + 32;
  const scale = load<f64>(<usize>load<u32>(frame, MIDDLE) + (d << 3));
  for (let c: usize = 0; c < d; c++)
    v128.store(query + (c << 4), f32x4.splat(<f32>((load<f64>(point + (c << 3)) - load<f64>(origin + (c << 3))) * scale)));
  return v128.load32_splat(block + d * 72 + 32);
}

/** Least distances to the eight children of a node, written to the room; returns which are within the limit. */
// @ts-ignore: decorator
@inline
function bounds(room: usize, block: usize, query: usize, d: usize, weight: v128, slack: v128, limit: f32): i32 {
  let low = f32x4.splat(0);
  let high = low;
  const zero = low;
  const end = block + (d << 6);
  let q = query;
  for (let b = block; b < end; b += 64, q += 16) {
    const x = v128.load(q);
    const e = f32x4.pmax(f32x4.pmax(f32x4.sub(v128.load(b), x), f32x4.sub(x, v128.load(b, 32))), zero);
    const g = f32x4.pmax(f32x4.pmax(f32x4.sub(v128.load(b, 16), x), f32x4.sub(x, v128.load(b, 48))), zero);
    low = f32x4.add(low, f32x4.mul(e, e));
    high = f32x4.add(high, f32x4.mul(g, g));
  }
  const light = v128.load(end);
  const other = v128.load(end, 16);
  low = f32x4.div(f32x4.mul(f32x4.sub(low, slack), f32x4.mul(weight, light)), f32x4.add(weight, light));
  high = f32x4.div(f32x4.mul(f32x4.sub(high, slack), f32x4.mul(weight, other)), f32x4.add(weight, other));
  v128.store(room, low, 16);
  v128.store(room, high, 32);
  const most = f32x4.splat(limit);
  return i32x4.bitmask(f32x4.le(low, most)) | (i32x4.bitmask(f32x4.le(high, most)) << 4);
}

/** Puts the open children on the stack, the nearest on top. */
// @ts-ignore: decorator
@inline
function push(stack: usize, depth: usize, room: usize, open: i32, first: i32): usize {
  const base = depth;
  while (open != 0) {
    const lane = ctz(open);
    open &= open - 1;
    const bound = load<f32>(room + 16 + (<usize>lane << 2));
    let at = depth;
    while (at > base && load<f32>(stack + at - 8) < bound) {
      store<u64>(stack + at, load<u64>(stack + at - 8));
      at -= 8;
    }
    store<f32>(stack + at, bound);
    store<i32>(stack + at, first + lane, 4);
    depth += 8;
  }
  return depth;
}

/** Looks at the 16 clusters of a leaf; returns the limit afterwards. */
// @ts-ignore: decorator
@inline
function scan(frame: usize, room: usize, leaf: i32, block: usize, query: usize, d: usize, weight: v128, slack: v128, limit: f32): f32 {
  let a = f32x4.splat(0);
  let b = a;
  let g = a;
  let h = a;
  const end = block + (d << 6);
  let q = query;
  for (let x = block; x < end; x += 64, q += 16) {
    const y = v128.load(q);
    const da = f32x4.sub(v128.load(x), y);
    const db = f32x4.sub(v128.load(x, 16), y);
    const dg = f32x4.sub(v128.load(x, 32), y);
    const dh = f32x4.sub(v128.load(x, 48), y);
    a = f32x4.add(a, f32x4.mul(da, da));
    b = f32x4.add(b, f32x4.mul(db, db));
    g = f32x4.add(g, f32x4.mul(dg, dg));
    h = f32x4.add(h, f32x4.mul(dh, dh));
  }
  let mask = within(a, v128.load(end), weight, slack, limit);
  if (mask != 0) limit = confirm(frame, room, leaf << 4, mask);
  mask = within(b, v128.load(end, 16), weight, slack, limit);
  if (mask != 0) limit = confirm(frame, room, (leaf << 4) + 4, mask);
  mask = within(g, v128.load(end, 32), weight, slack, limit);
  if (mask != 0) limit = confirm(frame, room, (leaf << 4) + 8, mask);
  mask = within(h, v128.load(end, 48), weight, slack, limit);
  if (mask != 0) limit = confirm(frame, room, (leaf << 4) + 12, mask);
  return limit;
}

/** Which of four clusters may be within the limit. Without a division. */
// @ts-ignore: decorator
@inline
function within(squares: v128, others: v128, weight: v128, slack: v128, limit: f32): i32 {
  return i32x4.bitmask(
    f32x4.le(
      f32x4.mul(f32x4.sub(squares, slack), f32x4.mul(weight, others)),
      f32x4.mul(f32x4.splat(limit), f32x4.add(weight, others)),
    ),
  );
}

/** Measures candidates in double precision; returns the limit afterwards. */
function confirm(frame: usize, room: usize, first: i32, mask: i32): f32 {
  const d = <usize>load<u32>(frame, COLS);
  const centroids = <usize>load<u32>(frame, CENTROIDS);
  const weights = <usize>load<u32>(frame, WEIGHTS);
  const ids = <usize>load<u32>(frame, IDS);
  const own = load<i32>(room, OWN);
  const q = centroids + <usize>own * (d << 3);
  const weight = load<f64>(weights + (<usize>own << 3));
  let best = load<f64>(room, BEST);
  let nearest = load<i32>(room, NEAREST);
  store<i32>(room, load<i32>(room, CONFIRMED) + popcnt(mask), CONFIRMED);
  while (mask != 0) {
    const place = first + ctz(mask);
    mask &= mask - 1;
    if (place == own) continue;
    const p = centroids + <usize>place * (d << 3);
    let square: f64 = 0;
    for (let o: usize = 0; o < d << 3; o += 8) {
      const e = load<f64>(q + o) - load<f64>(p + o);
      square += e * e;
    }
    const other = load<f64>(weights + (<usize>place << 3));
    const distance = ((weight * other) / (weight + other)) * square;
    const better = distance < best || (distance == best && nearest >= 0 && load<i32>(ids + (<usize>place << 2)) < load<i32>(ids + (<usize>nearest << 2)));
    if (better || nearest < 0) {
      best = distance;
      nearest = place;
    }
  }
  store<f64>(room, best, BEST);
  store<i32>(room, nearest, NEAREST);
  if (nearest < 0) return 1e30;
  const scale = load<f64>(<usize>load<u32>(frame, MIDDLE) + (d << 3));
  const limit = best * scale * scale * (1.0 + 1.0 / 256.0) + 1e-37;
  return limit < 1e30 ? <f32>limit : 1e30;
}
