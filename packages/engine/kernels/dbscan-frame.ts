/** The header goes on; all arrays by place unless said otherwise. */
export const RADIUS: usize = 80; // f64: squared radius, decides
export const OUTER: usize = 88; // f32: above it a squared f32 distance is outside
export const INNER: usize = 92; // f32: up to it a squared f32 distance is inside; between the two, f64 decides
export const ENOUGH: usize = 96; // i32: rows that make a core row
export const KEPT: usize = 100; // i32: neighbours kept of every row
export const CORE: usize = 104; // i32 by cell: bits of its core rows
export const SEEN: usize = 108; // i32, KEPT a place: neighbours met in the core test, then -1
export const PARENT: usize = 112; // i32: union-find, parents are lower
export const WHOLE: usize = 116; // eight addresses, by level: i32 by node, a core row of it when all are known to be one set, or -1
export const QUERY: usize = 148; // f32: 2 d, minima and maxima in turns
export const NEAR: usize = 152; // i32: list of cells
export const COUNTS: usize = 156; // i32: 16, neighbours of the rows of a cell so far
export const WORK: usize = 160; // f64: cells compared with rows or with cells so far, 16 pairs each
export const LABELS: usize = 168; // i32 by row
export const IS_CORE: usize = 172; // u8 by row
export const SET_LABEL: usize = 176; // i32: label of the set of that lowest place; 180 belongs to the cells
export const OWN: usize = 184; // i32: bits of the places within the radius in the own cell
