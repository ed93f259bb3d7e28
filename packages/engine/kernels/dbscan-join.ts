import { CELLS, LEVELS, boxLevels, box_cell } from './cells';
import { CORE, KEPT, NEAR, OUTER, OWN, PARENT, SEEN, WHOLE, WORK } from './dbscan-frame';
import { find, isCoreRow, isWhole, refresh, unite } from './dbscan-sets';
import { aim, listCells, neighbours, rowsNear } from './dbscan-scan';

/** Shrinks boxes of cells to their core rows, and joins these with each other and with what the core test has met. */
export function dbscan_link(h: usize, from: i32, to: i32): void {
  const core = <usize>load<u32>(h, CORE);
  const parent = <usize>load<u32>(h, PARENT);
  const own = <usize>load<u32>(h, OWN);
  const seen = <usize>load<u32>(h, SEEN);
  const kept = load<i32>(h, KEPT);
  for (let cell = from; cell < to; cell++) {
    const mask = load<i32>(core + ((<usize>cell) << 2));
    box_cell(h, cell, mask);
    for (let left = mask; left != 0;) {
      // One connected part of the cell after another, by its lowest row; its rows lead there, which nothing else does yet.
      const lowest = (cell << 4) + ctz(left);
      let part = 0;
      for (let fresh = left & -left; fresh != 0;) {
        const lane = ctz(fresh);
        part |= 1 << lane;
        if (lane > (lowest & 15)) unite(parent, lowest, (cell << 4) + lane);
        fresh = (fresh | (load<i32>(own + ((<usize>((cell << 4) + lane)) << 2)) & mask)) & ~part;
      }
      left &= ~part;
    }
    for (let left = mask; left != 0; left &= left - 1) {
      const place = (cell << 4) + ctz(left);
      for (let i = 0; i < kept; i++) {
        const other = load<i32>(seen + ((<usize>(place * kept + i)) << 2));
        if (other < 0) break;
        if (other >> 4 != cell && isCoreRow(core, other)) unite(parent, place, other);
      }
    }
  }
}

/** Ends dbscan_link, once all cells are through. */
export function dbscan_linked(h: usize): void {
  boxLevels(h);
  refresh(h);
}

/**
 * Joins those core rows of cell a in `mask`, all of one set, with core rows of cell b within the radius; returns the
 * work.
 */
function joinCells(h: usize, a: i32, mask: i32, b: i32): i32 {
  const parent = <usize>load<u32>(h, PARENT);
  const root = find(parent, (a << 4) + ctz(mask));
  let wanted = outsiders(h, b, root);
  if (wanted == 0) return 1;
  let work = 1;
  for (let left = rowsNear(h, a, b, mask); left != 0 && wanted != 0; left &= left - 1) {
    const place = (a << 4) + ctz(left);
    work++;
    let inside = neighbours(h, place, b, wanted);
    if (inside == 0) continue;
    for (; inside != 0; inside &= inside - 1) unite(parent, place, (b << 4) + ctz(inside));
    wanted = outsiders(h, b, find(parent, place));
  }
  return work;
}

/**
 * Bits of the core rows of a cell that lie in another set; of one row when they lie in one set all, and so any row
 * joins all.
 */
function outsiders(h: usize, cell: i32, root: i32): i32 {
  const parent = <usize>load<u32>(h, PARENT);
  const mask = load<i32>(<usize>load<u32>(h, CORE) + ((<usize>cell) << 2));
  const whole = load<i32>(<usize>load<u32>(h, WHOLE) + ((<usize>cell) << 2));
  if (whole >= 0) return find(parent, whole) == root ? 0 : mask;
  let others = 0;
  for (let left = mask; left != 0; left &= left - 1)
    if (find(parent, (cell << 4) + ctz(left)) != root) others |= left & -left;
  return others;
}

/** Cells between two looks at which nodes lie in one set. */
const REFRESH = 127;

/** Joins the core rows of the cells from `from` on with those of later cells; stops and returns as dbscan_core does. */
export function dbscan_join(h: usize, from: i32, allowance: f64): i32 {
  const cells = load<i32>(h, CELLS);
  const core = <usize>load<u32>(h, CORE);
  const parent = <usize>load<u32>(h, PARENT);
  const stop = load<f64>(h, WORK) + allowance;
  let cell = from;
  for (; cell < cells && load<f64>(h, WORK) < stop; cell++) {
    if ((cell & REFRESH) == REFRESH && refresh(h)) return cells;
    // The parts of a cell that lie in one set each, one after the other.
    for (let left = load<i32>(core + ((<usize>cell) << 2)); left != 0;) {
      const root = find(parent, (cell << 4) + ctz(left));
      let part = 0;
      for (let rest = left; rest != 0; rest &= rest - 1)
        if (find(parent, (cell << 4) + ctz(rest)) == root) part |= rest & -rest;
      left &= ~part;
      joinPart(h, cell, part);
    }
    isWhole(h, cell);
  }
  return cell;
}

function joinPart(h: usize, cell: i32, part: i32): void {
  const levels = load<i32>(h, LEVELS);
  const parent = <usize>load<u32>(h, PARENT);
  const list = <usize>load<u32>(h, NEAR);
  const limit = load<f32>(h, OUTER);
  aim(h, cell, part);
  let work = 0;
  for (let level = 0; level < levels; level++) {
    const own = cell >> (3 * level);
    const later = 255 & ~((2 << (own & 7)) - 1);
    if (later == 0) continue;
    const count = listCells(h, level, own >> 3, later, find(parent, (cell << 4) + ctz(part)), limit);
    for (let i = 0; i < count; i++) work += joinCells(h, cell, part, load<i32>(list + ((<usize>i) << 2)));
  }
  store<f64>(h, load<f64>(h, WORK) + <f64>work, WORK);
}
