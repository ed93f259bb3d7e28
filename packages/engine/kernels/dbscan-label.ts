import { CELLS, LEVELS, ORDER, ROWS } from './cells';
import { CORE, ENOUGH, IS_CORE, KEPT, LABELS, NEAR, OUTER, PARENT, SEEN, SET_LABEL, WORK } from './dbscan-frame';
import { find, isCoreRow } from './dbscan-sets';
import { aim, listCells, neighbours, rowsNear } from './dbscan-scan';

/**
 * Numbers the sets by their lowest row; returns how many. Writes IS_CORE and SET_LABEL, and to LABELS the place of a
 * row.
 */
export function dbscan_number(h: usize): i32 {
  const rows = load<i32>(h, ROWS);
  const order = <usize>load<u32>(h, ORDER);
  const core = <usize>load<u32>(h, CORE);
  const parent = <usize>load<u32>(h, PARENT);
  const labels = <usize>load<u32>(h, LABELS);
  const isCore = <usize>load<u32>(h, IS_CORE);
  const setLabel = <usize>load<u32>(h, SET_LABEL);
  for (let p = 0; p < rows; p++) {
    store<i32>(setLabel + ((<usize>p) << 2), -1);
    store<i32>(labels + ((<usize>load<u32>(order + ((<usize>p) << 2))) << 2), p);
  }
  let sets = 0;
  for (let row = 0; row < rows; row++) {
    const place = load<i32>(labels + ((<usize>row) << 2));
    const own = isCoreRow(core, place);
    store<u8>(isCore + <usize>row, own ? 1 : 0);
    if (!own) continue;
    const set = setLabel + ((<usize>find(parent, place)) << 2);
    if (load<i32>(set) < 0) store<i32>(set, sets++);
  }
  return sets;
}

/**
 * Labels the rows of the cells from `from` on; stops and returns as dbscan_core does. A row that is not core takes the lowest
 * label among its core neighbours: those it met when it met them all, or else those that a second search finds.
 */
export function dbscan_label(h: usize, from: i32, allowance: f64): i32 {
  const rows = load<i32>(h, ROWS);
  const cells = load<i32>(h, CELLS);
  const order = <usize>load<u32>(h, ORDER);
  const core = <usize>load<u32>(h, CORE);
  const parent = <usize>load<u32>(h, PARENT);
  const seen = <usize>load<u32>(h, SEEN);
  const kept = load<i32>(h, KEPT);
  const labels = <usize>load<u32>(h, LABELS);
  const setLabel = <usize>load<u32>(h, SET_LABEL);
  const metAll = kept == load<i32>(h, ENOUGH) - 1;
  const stop = load<f64>(h, WORK) + allowance;
  let cell = from;
  for (; cell < cells && load<f64>(h, WORK) < stop; cell++) {
    let others = 0;
    for (let place = cell << 4; place < min(rows, (cell + 1) << 4); place++) {
      let label = NONE;
      if (isCoreRow(core, place)) {
        label = load<i32>(setLabel + ((<usize>find(parent, place)) << 2));
      } else if (metAll) {
        for (let i = 0; i < kept; i++) {
          const other = load<i32>(seen + ((<usize>(place * kept + i)) << 2));
          if (other < 0) break;
          if (!isCoreRow(core, other)) continue;
          const one = load<i32>(setLabel + ((<usize>find(parent, other)) << 2));
          label = one < label ? one : label;
        }
      } else others |= 1 << (place & 15);
      store<i32>(labels + ((<usize>load<u32>(order + ((<usize>place) << 2))) << 2), label == NONE ? -1 : label);
    }
    if (others != 0) labelBorder(h, cell, others);
    store<f64>(h, load<f64>(h, WORK) + 1, WORK);
  }
  return cell;
}

const NONE = i32.MAX_VALUE;

/** Gives rows of a cell the lowest label of the core rows within the radius, if there is one. */
function labelBorder(h: usize, cell: i32, mask: i32): void {
  const order = <usize>load<u32>(h, ORDER);
  const core = <usize>load<u32>(h, CORE);
  const parent = <usize>load<u32>(h, PARENT);
  const labels = <usize>load<u32>(h, LABELS);
  const setLabel = <usize>load<u32>(h, SET_LABEL);
  const list = <usize>load<u32>(h, NEAR);
  aim(h, cell, mask);
  const count = listCells(h, load<i32>(h, LEVELS) - 1, 0, 255, -1, load<f32>(h, OUTER));
  let work = 0;
  for (let i = 0; i < count; i++) {
    const other = load<i32>(list + ((<usize>i) << 2));
    const near = rowsNear(h, cell, other, mask);
    work += 1 + popcnt(near);
    for (let left = near; left != 0; left &= left - 1) {
      const place = (cell << 4) + ctz(left);
      const at = labels + ((<usize>load<u32>(order + ((<usize>place) << 2))) << 2);
      let inside = neighbours(h, place, other, load<i32>(core + ((<usize>other) << 2)));
      for (; inside != 0; inside &= inside - 1) {
        const one = load<i32>(setLabel + ((<usize>find(parent, (other << 4) + ctz(inside))) << 2));
        const label = load<i32>(at);
        if (label < 0 || one < label) store<i32>(at, one);
      }
    }
  }
  store<f64>(h, load<f64>(h, WORK) + <f64>work, WORK);
}
