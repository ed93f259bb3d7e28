import { LEVELS, ROWS } from './cells';
import { CORE, COUNTS, ENOUGH, KEPT, NEAR, OUTER, OWN, PARENT, SEEN, WORK } from './dbscan-frame';
import { aim, listCells, neighbours, rowsNear } from './dbscan-scan';

/**
 * Finds the core rows of the cells from `from` on and notes what neighbours every row met; stops after `allowance` units of
 * work. Returns the next cell.
 */
export function dbscan_core(h: usize, from: i32, to: i32, allowance: f64): i32 {
  const rows = load<i32>(h, ROWS);
  const levels = load<i32>(h, LEVELS);
  const enough = load<i32>(h, ENOUGH);
  const counts = <usize>load<u32>(h, COUNTS);
  const list = <usize>load<u32>(h, NEAR);
  const core = <usize>load<u32>(h, CORE);
  const parent = <usize>load<u32>(h, PARENT);
  const limit = load<f32>(h, OUTER);
  const stop = load<f64>(h, WORK) + allowance;
  let cell = from;
  for (; cell < to && load<f64>(h, WORK) < stop; cell++) {
    const all = (1 << min(16, rows - (cell << 4))) - 1;
    for (let o: usize = 0; o < 64; o += 4) store<i32>(counts + o, 0);
    for (let p = cell << 4; p < min(rows, (cell + 1) << 4); p++) store<i32>(parent + ((<usize>p) << 2), p);
    let open = meet(h, cell, cell, all, enough);
    let work = popcnt(all);
    for (let level = 0; level < levels && open != 0; level++) {
      const own = cell >> (3 * level);
      aim(h, cell, open);
      const count = listCells(h, level, own >> 3, ~(1 << (own & 7)) & 255, -1, limit);
      for (let i = 0; i < count && open != 0; i++) {
        const other = load<i32>(list + ((<usize>i) << 2));
        const near = rowsNear(h, cell, other, open);
        work += 1 + popcnt(near);
        if (near != 0) open = (open & ~near) | meet(h, cell, other, near, enough);
      }
    }
    store<i32>(core + ((<usize>cell) << 2), all & ~open);
    store<f64>(h, load<f64>(h, WORK) + <f64>work, WORK);
  }
  return cell;
}

/**
 * Counts the rows of cell b around those rows of cell a in `mask`; returns the bits of those that have not enough yet.
 */
function meet(h: usize, a: i32, b: i32, mask: i32, enough: i32): i32 {
  const counts = <usize>load<u32>(h, COUNTS);
  const kept = load<i32>(h, KEPT);
  const seen = <usize>load<u32>(h, SEEN);
  let open = mask;
  for (let left = mask; left != 0; left &= left - 1) {
    const lane = ctz(left);
    const place = (a << 4) + lane;
    const inside = neighbours(h, place, b, 0xffff);
    if (a == b) store<i32>(<usize>load<u32>(h, OWN) + ((<usize>place) << 2), inside);
    if (inside == 0) continue;
    const known = load<i32>(counts + ((<usize>lane) << 2));
    const count = known + popcnt(inside);
    store<i32>(counts + ((<usize>lane) << 2), count);
    if (count >= enough) open &= ~(1 << lane);
    // The row itself is met first, in the own cell, and not kept.
    let slot = a == b ? 0 : known - 1;
    let others = a == b ? inside & ~(1 << lane) : inside;
    for (; others != 0 && slot < kept; others &= others - 1, slot++)
      store<i32>(seen + ((<usize>(place * kept + slot)) << 2), (b << 4) + ctz(others));
  }
  return open;
}
