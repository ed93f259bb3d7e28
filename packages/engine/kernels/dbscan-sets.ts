import { CELLS, LEVELS } from './cells';
import { CORE, PARENT, WHOLE } from './dbscan-frame';

/** In WHOLE: a node without core rows. */
const EMPTY = -2;

/** The lowest place of the set; halves the path on the way. */
export function find(parent: usize, place: i32): i32 {
  let at = place;
  let above = load<i32>(parent + (<usize>at << 2));
  while (above != at) {
    const next = load<i32>(parent + (<usize>above << 2));
    store<i32>(parent + (<usize>at << 2), next);
    at = next;
    above = load<i32>(parent + (<usize>at << 2));
  }
  return at;
}

/** Joins two sets; returns the lowest place. */
export function unite(parent: usize, a: i32, b: i32): i32 {
  const x = find(parent, a);
  const y = find(parent, b);
  const low = x < y ? x : y;
  store<i32>(parent + (<usize>(x < y ? y : x) << 2), low);
  return low;
}

// @ts-ignore: decorator
@inline
export function isCoreRow(core: usize, place: i32): bool {
  return ((load<i32>(core + (<usize>(place >> 4) << 2)) >> (place & 15)) & 1) == 1;
}

/** Looks up anew which nodes lie in one set; returns whether all core rows do. */
export function refresh(h: usize): bool {
  const levels = load<i32>(h, LEVELS);
  const parent = <usize>load<u32>(h, PARENT);
  let count = load<i32>(h, CELLS);
  for (let cell = 0; cell < count; cell++) isWhole(h, cell);
  for (let level = 1; level < levels; level++) {
    const below = <usize>load<u32>(h + (<usize>(level - 1) << 2), WHOLE);
    const here = <usize>load<u32>(h + (<usize>level << 2), WHOLE);
    const last = count;
    count = (count + 7) >> 3;
    for (let node = 0; node < count; node++) {
      if (load<i32>(here + (<usize>node << 2)) >= 0) continue;
      let root = -1;
      let whole = -1;
      const end = min(last, (node << 3) + 8);
      for (let child = node << 3; child < end; child++) {
        const sample = load<i32>(below + (<usize>child << 2));
        if (sample == EMPTY) continue;
        const set = sample < 0 ? -1 : find(parent, sample);
        if (set < 0 || (root >= 0 && set != root)) {
          whole = -1;
          root = -2;
          break;
        }
        root = set;
        whole = sample;
      }
      store<i32>(here + (<usize>node << 2), root == -1 ? EMPTY : whole);
    }
  }
  const top = <usize>load<u32>(h + (<usize>(levels - 1) << 2), WHOLE);
  let root = -1;
  for (let node = 0; node < count; node++) {
    const sample = load<i32>(top + (<usize>node << 2));
    if (sample == EMPTY) continue;
    if (sample < 0) return false;
    const set = find(parent, sample);
    if (root >= 0 && set != root) return false;
    root = set;
  }
  return true;
}

/** Whether all core rows of a cell are known to be in one set. */
export function isWhole(h: usize, cell: i32): bool {
  const at = <usize>load<u32>(h, WHOLE) + (<usize>cell << 2);
  if (load<i32>(at) >= 0) return true;
  const parent = <usize>load<u32>(h, PARENT);
  const mask = load<i32>(<usize>load<u32>(h, CORE) + (<usize>cell << 2));
  if (mask == 0) {
    store<i32>(at, EMPTY);
    return false;
  }
  const place = (cell << 4) + ctz(mask);
  const root = find(parent, place);
  for (let left = mask & (mask - 1); left != 0; left &= left - 1)
    if (find(parent, (cell << 4) + ctz(left)) != root) return false;
  store<i32>(at, place);
  return true;
}
