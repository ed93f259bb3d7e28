import { ASK, BOXES, CENTROIDS, COLS, IDS, LEAF_BLOCKS, LEAVES, LEVELS, LIGHTEST, LIVE, MIDDLE, NEAR, NEW_ASK, NEW_CENTROIDS, NEW_IDS, NEW_NEAR, NEW_WEIGHTS, NODE_BLOCKS, PLACE, RECORDS, STRIDE, WEIGHTS, leaf_start, node_bytes } from './ward-frame';

/** (2^-22)^2 (1 + 2^10): see ward_ask. */
const SLACK: f64 = 1025.0 / 17592186044416.0;

/** Moves every live cluster to its place, and writes leaves and nodes. */
export function ward_plant(frame: usize): void {
  const leaves = load<i32>(frame, LEAVES);
  const levels = load<i32>(frame, LEVELS);
  const wide = levels == 0 ? leaves : 8;
  let node = leaves;
  for (let first = 0; first < leaves; first += wide, node++) {
    const last = min(first + wide, leaves);
    for (let leaf = first; leaf < last; leaf++) move_leaf(frame, leaf);
    write_node(frame, first, last, node);
    for (let leaf = first; leaf < last; leaf++) write_leaf(frame, leaf, node);
  }
  let below = leaves;
  for (let level = 1; level < levels; level++) {
    const end = node;
    for (let first = below; first < end; first += 8, node++) write_node(frame, first, min(first + 8, end), node);
    below = end;
  }
}

function move_leaf(frame: usize, leaf: i32): void {
  const d = <usize>load<u32>(frame, COLS);
  const live = load<i32>(frame, LIVE);
  const leaves = load<i32>(frame, LEAVES);
  const stride = <usize>load<u32>(frame, STRIDE);
  const ids = <usize>load<u32>(frame, IDS);
  const new_ids = <usize>load<u32>(frame, NEW_IDS);
  const new_ask = <usize>load<u32>(frame, NEW_ASK);
  const box = <usize>load<u32>(frame, BOXES) + <usize>leaf * (d << 4);
  const from = leaf_start(leaf, live, leaves);
  const count = leaf_start(leaf + 1, live, leaves) - from;
  let record = <usize>load<u32>(frame, RECORDS) + <usize>from * stride + stride - 4;
  let lightest: f64 = Infinity;
  for (let c: usize = 0; c < d << 3; c += 8) {
    store<f64>(box + c, Infinity);
    store<f64>(box + (d << 3) + c, -Infinity);
  }
  for (let lane = 0; lane < 16; lane++) {
    const place = <usize>((leaf << 4) + lane);
    if (lane >= count) {
      store<i32>(new_ids + (place << 2), -1);
      store<u8>(new_ask + place, 0);
      continue;
    }
    const source = <usize>load<u32>(record);
    record += stride;
    const id = load<i32>(ids + (source << 2));
    const weight = load<f64>(<usize>load<u32>(frame, WEIGHTS) + (source << 3));
    store<i32>(new_ids + (place << 2), id);
    store<i32>(<usize>load<u32>(frame, PLACE) + (<usize>id << 2), <i32>place);
    store<u8>(new_ask + place, load<u8>(<usize>load<u32>(frame, ASK) + source));
    store<i32>(<usize>load<u32>(frame, NEW_NEAR) + (place << 2), load<i32>(<usize>load<u32>(frame, NEAR) + (source << 2)));
    store<f64>(<usize>load<u32>(frame, NEW_WEIGHTS) + (place << 3), weight);
    if (weight < lightest) lightest = weight;
    const old = <usize>load<u32>(frame, CENTROIDS) + source * (d << 3);
    const now = <usize>load<u32>(frame, NEW_CENTROIDS) + place * (d << 3);
    for (let c: usize = 0; c < d << 3; c += 8) {
      const x = load<f64>(old + c);
      store<f64>(now + c, x);
      if (x < load<f64>(box + c)) store<f64>(box + c, x);
      if (x > load<f64>(box + (d << 3) + c)) store<f64>(box + (d << 3) + c, x);
    }
  }
  store<f32>(<usize>load<u32>(frame, LIGHTEST) + (<usize>leaf << 2), <f32>lightest);
}

/** A node over the leaves or nodes first ... last - 1; of more than 8, which are then searched without it, only the origin. */
function write_node(frame: usize, first: i32, last: i32, node: i32): void {
  const d = <usize>load<u32>(frame, COLS);
  const boxes = <usize>load<u32>(frame, BOXES);
  const lightest = <usize>load<u32>(frame, LIGHTEST);
  const scale = load<f64>(<usize>load<u32>(frame, MIDDLE) + (d << 3));
  const block = <usize>load<u32>(frame, NODE_BLOCKS) + <usize>(node - load<i32>(frame, LEAVES)) * node_bytes(d);
  const own = boxes + <usize>node * (d << 4);
  let slack: f64 = 1e-36;
  for (let c: usize = 0; c < d; c++) {
    let low: f64 = Infinity;
    let high: f64 = -Infinity;
    for (let child = first; child < last; child++) {
      const box = boxes + <usize>child * (d << 4) + (c << 3);
      const least = load<f64>(box);
      const most = load<f64>(box + (d << 3));
      if (least < low) low = least;
      if (most > high) high = most;
    }
    store<f64>(own + (c << 3), low);
    store<f64>(own + ((d + c) << 3), high);
    const origin = low + 0.5 * (high - low);
    const half = (high - origin > origin - low ? high - origin : origin - low) * scale;
    store<f64>(block + (d << 6) + 32 + (c << 3), origin);
    slack += half * half * SLACK;
    for (let lane = 0; lane < 8; lane++) {
      const at = block + (c << 6) + (<usize>lane << 2);
      const child = first + lane;
      const box = boxes + <usize>child * (d << 4) + (c << 3);
      store<f32>(at, child < last ? <f32>((load<f64>(box) - origin) * scale) : Infinity);
      store<f32>(at, child < last ? <f32>((load<f64>(box + (d << 3)) - origin) * scale) : -Infinity, 32);
    }
  }
  store<f32>(block + d * 72 + 32, <f32>slack);
  let least: f32 = Infinity;
  for (let child = first; child < last; child++) {
    const light = load<f32>(lightest + (<usize>child << 2));
    if (light < least) least = light;
  }
  store<f32>(lightest + (<usize>node << 2), least);
  for (let lane = 0; lane < 8; lane++)
    store<f32>(block + (d << 6) + (<usize>lane << 2), first + lane < last ? load<f32>(lightest + (<usize>(first + lane) << 2)) : 1);
}

function write_leaf(frame: usize, leaf: i32, node: i32): void {
  const d = <usize>load<u32>(frame, COLS);
  const block = <usize>load<u32>(frame, LEAF_BLOCKS) + <usize>leaf * ((d + 1) << 6);
  const origin = <usize>load<u32>(frame, NODE_BLOCKS) + <usize>(node - load<i32>(frame, LEAVES)) * node_bytes(d) + (d << 6) + 32;
  const scale = load<f64>(<usize>load<u32>(frame, MIDDLE) + (d << 3));
  for (let lane: usize = 0; lane < 16; lane++) {
    const place = (<usize>leaf << 4) + lane;
    const full = load<i32>(<usize>load<u32>(frame, NEW_IDS) + (place << 2)) >= 0;
    const from = <usize>load<u32>(frame, NEW_CENTROIDS) + place * (d << 3);
    for (let c: usize = 0; c < d; c++)
      store<f32>(block + (c << 6) + (lane << 2), full ? <f32>((load<f64>(from + (c << 3)) - load<f64>(origin + (c << 3))) * scale) : NaN);
    store<f32>(block + (d << 6) + (lane << 2), full ? <f32>load<f64>(<usize>load<u32>(frame, NEW_WEIGHTS) + (place << 3)) : 1);
  }
}
