import { ASK, CENTROIDS, COLS, IDS, NEAR, PLACE, PLACES, WEIGHTS } from './ward-frame';

/**
 * Merges all pairs that are nearest to each other; writes the ids of every pair, the lower first, and the height. Marks who
 * has to ask again: the merged, and those whose nearest was among them; when nothing merged, all. Returns the number of pairs.
 */
export function ward_merge(frame: usize, lower: usize, upper: usize, heights: usize): i32 {
  const d = <usize>load<u32>(frame, COLS);
  const places = load<i32>(frame, PLACES);
  const ids = <usize>load<u32>(frame, IDS);
  const near = <usize>load<u32>(frame, NEAR);
  const asks = <usize>load<u32>(frame, ASK);
  const place_of = <usize>load<u32>(frame, PLACE);
  let merged = 0;
  for (let p = 0; p < places; p++) {
    const id = load<i32>(ids + (<usize>p << 2));
    if (id < 0) continue;
    const other = load<i32>(near + (<usize>p << 2));
    if (other <= id) continue;
    const q = load<i32>(place_of + (<usize>other << 2));
    if (load<i32>(near + (<usize>q << 2)) != id) continue;
    store<i32>(lower + (<usize>merged << 2), id);
    store<i32>(upper + (<usize>merged << 2), other);
    const height = merge(frame, p, q, d);
    store<f64>(heights + (<usize>merged << 3), height);
    merged++;
  }
  for (let p = 0; p < places; p++) {
    if (load<i32>(ids + (<usize>p << 2)) < 0) continue;
    if (load<u8>(asks + <usize>p) != 0) continue;
    const q = load<i32>(place_of + (<usize>load<i32>(near + (<usize>p << 2)) << 2));
    const changed = load<u8>(asks + <usize>q) == 2;
    if (changed) store<i32>(near + (<usize>p << 2), load<i32>(ids + (<usize>q << 2)));
    if (changed || merged == 0) store<u8>(asks + <usize>p, 1);
  }
  return merged;
}

/** Puts the union of the clusters at p, of the lower id, and q at the heavier one's place; returns the height. */
function merge(frame: usize, p: i32, q: i32, d: usize): f64 {
  const centroids = <usize>load<u32>(frame, CENTROIDS);
  const weights = <usize>load<u32>(frame, WEIGHTS);
  const ids = <usize>load<u32>(frame, IDS);
  const near = <usize>load<u32>(frame, NEAR);
  const asks = <usize>load<u32>(frame, ASK);
  const place_of = <usize>load<u32>(frame, PLACE);
  const a = load<f64>(weights + (<usize>p << 3));
  const b = load<f64>(weights + (<usize>q << 3));
  const kept = b > a ? q : p;
  const gone = b > a ? p : q;
  const share = load<f64>(weights + (<usize>gone << 3)) / (a + b);
  const to = centroids + <usize>kept * (d << 3);
  const from = centroids + <usize>gone * (d << 3);
  let square: f64 = 0;
  for (let o: usize = 0; o < d << 3; o += 8) {
    const e = load<f64>(from + o) - load<f64>(to + o);
    square += e * e;
    store<f64>(to + o, load<f64>(to + o) + share * e);
  }
  const id = load<i32>(ids + (<usize>p << 2));
  const other = load<i32>(ids + (<usize>q << 2));
  store<f64>(weights + (<usize>kept << 3), a + b);
  store<i32>(ids + (<usize>gone << 2), -1);
  store<i32>(ids + (<usize>kept << 2), id);
  store<i32>(place_of + (<usize>id << 2), kept);
  store<i32>(place_of + (<usize>other << 2), kept);
  store<i32>(near + (<usize>kept << 2), -1);
  store<u8>(asks + <usize>kept, 2);
  store<u8>(asks + <usize>gone, 0);
  return sqrt(2 * (((a * b) / (a + b)) * square));
}
