/**
 * Silhouettes of rows in many labellings from one pass over the distances. Distances are f32, and so are sums until
 * 2,048 pieces of atoms are through; everything after that is f64. Eight rows lie in the lanes of two vectors and every
 * column is splatted, so a row's result does not depend on its neighbours in the block.
 */

/**
 * Scores the rows at `positions[from .. to)`, a multiple of 8 from `from` on, and the last one again in the lanes past
 * it. `values` has `stride` numbers (f64) a labelling. Rows whose distances may have lost digits are listed in `doubtful`;
 * returns how many there are. `work` has room for 8 (d + 4) f32, for 12 numbers (f64) for every group of every family and
 * for 8 for the groups of one labelling. See silhouette-rows.ts for the tables.
 */
export function silhouette_rows(
  columns: usize,
  d: i32,
  starts: usize,
  pieces: i32,
  into: usize,
  families: i32,
  familyGroups: i32,
  members: usize,
  count: i32,
  clusters: usize,
  shares: usize,
  pieceOf: usize,
  positions: usize,
  from: i32,
  to: i32,
  values: usize,
  stride: i32,
  doubtful: usize,
  work: usize,
): i32 {
  const lanes = work;
  const doubts = lanes + (<usize>d << 5);
  const owners = doubts + 64;
  const sums = owners + 64;
  const exact = sums + (<usize>familyGroups << 5);
  const folded = exact + (<usize>familyGroups << 6);
  let listed = 0;
  for (let block = from; block < to; block += 8) {
    fill_lanes(columns, d, positions, block, to, lanes);
    fill_owners(pieceOf, positions, block, to, into, families, owners);
    doubt_below(lanes, d, doubts);
    memory.fill(exact, 0, <usize>familyGroups << 6);
    for (let piece = 0; piece < pieces; piece += 2048) {
      const last = min(piece + 2048, pieces);
      memory.fill(sums, 0, <usize>familyGroups << 5);
      if (d == 1) piece_sums(1, columns, starts, piece, last, into, families, lanes, sums);
      else if (d == 2) piece_sums(2, columns, starts, piece, last, into, families, lanes, sums);
      else if (d == 3) piece_sums(3, columns, starts, piece, last, into, families, lanes, sums);
      else if (d == 4) piece_sums(4, columns, starts, piece, last, into, families, lanes, sums);
      else if (d == 5) piece_sums(5, columns, starts, piece, last, into, families, lanes, sums);
      else if (d == 6) piece_sums(6, columns, starts, piece, last, into, families, lanes, sums);
      else if (d == 7) piece_sums(7, columns, starts, piece, last, into, families, lanes, sums);
      else if (d == 8) piece_sums(8, columns, starts, piece, last, into, families, lanes, sums);
      else piece_sums_wide(d, columns, starts, piece, last, into, families, lanes, sums);
      widen(sums, familyGroups, exact);
    }
    let doubt = 0;
    for (let m = 0; m < count; m++) {
      const member = members + (<usize>m * 24);
      const groups = <usize>load<i32>(member, 8);
      const cluster = clusters + (<usize>load<i32>(member, 12) << 2);
      const share = shares + (<usize>load<i32>(member, 16) << 4);
      const family = load<i32>(member, 20);
      const first = load<i32>(member);
      fold(exact + (<usize>first << 6), cluster, <usize>load<i32>(member, 4), groups, folded);
      const out = values + ((<usize>m * <usize>stride + <usize>block) << 3);
      doubt |= score(folded, groups - 1, share, owners, family, first, cluster, doubts, out);
    }
    if (doubt != 0) {
      for (let lane = 0; lane < 8 && block + lane < to; lane++) {
        if (((doubt >> lane) & 1) == 0) continue;
        store<i32>(doubtful + (<usize>listed << 2), block + lane);
        listed++;
      }
    }
  }
  return listed;
}

// @ts-ignore: decorator
@inline
function fill_lanes(columns: usize, d: i32, positions: usize, block: i32, to: i32, lanes: usize): void {
  for (let lane = 0; lane < 8; lane++) {
    const position = load<i32>(positions + (<usize>min(block + lane, to - 1) << 2));
    const row = columns + ((<usize>position * <usize>d) << 2);
    for (let c: usize = 0; c < <usize>d; c++) store<f32>(lanes + (c << 5) + (<usize>lane << 2), load<f32>(row + (c << 2)));
  }
}

/** For every lane, the 64th part of the row's distance from the origin, as f64. */
// @ts-ignore: decorator
@inline
function doubt_below(lanes: usize, d: i32, out: usize): void {
  for (let half: usize = 0; half < 32; half += 16) {
    let square = f32x4.splat(0);
    for (let c: usize = 0; c < <usize>d; c++) {
      const x = v128.load(lanes + (c << 5) + half);
      square = f32x4.add(square, f32x4.mul(x, x));
    }
    const limit = f32x4.mul(f32x4.sqrt(square), f32x4.splat(0.015625));
    v128.store(out + (half << 1), f64x2.promote_low_f32x4(limit));
    v128.store(out + (half << 1), f64x2.promote_low_f32x4(v128.shuffle<i32>(limit, limit, 2, 3, 0, 1)), 16);
  }
}

/** Adds two vectors of sums to every family's group of the piece. */
// @ts-ignore: decorator
@inline
function spread(low: v128, high: v128, into: usize, families: i32, sums: usize): void {
  for (let f = 0; f < families; f++) {
    const to = sums + (<usize>load<i32>(into + (<usize>f << 2)) << 5);
    v128.store(to, f32x4.add(v128.load(to), low));
    v128.store(to, f32x4.add(v128.load(to, 16), high), 16);
  }
}

/** Distances to the columns of every piece. D is a constant: the rows stay in registers, and no loop runs over c. */
// @ts-ignore: decorator
@inline
function piece_sums(
  D: i32,
  columns: usize,
  starts: usize,
  piece: i32,
  last: i32,
  into: usize,
  families: i32,
  lanes: usize,
  sums: usize,
): void {
  const a0 = v128.load(lanes);
  const b0 = v128.load(lanes, 16);
  let a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0, a4 = a0, b4 = a0, a5 = a0, b5 = a0, a6 = a0, b6 = a0, a7 = a0, b7 = a0;
  if (D > 1) { a1 = v128.load(lanes, 32); b1 = v128.load(lanes, 48); }
  if (D > 2) { a2 = v128.load(lanes, 64); b2 = v128.load(lanes, 80); }
  if (D > 3) { a3 = v128.load(lanes, 96); b3 = v128.load(lanes, 112); }
  if (D > 4) { a4 = v128.load(lanes, 128); b4 = v128.load(lanes, 144); }
  if (D > 5) { a5 = v128.load(lanes, 160); b5 = v128.load(lanes, 176); }
  if (D > 6) { a6 = v128.load(lanes, 192); b6 = v128.load(lanes, 208); }
  if (D > 7) { a7 = v128.load(lanes, 224); b7 = v128.load(lanes, 240); }
  let p = columns + <usize>(load<i32>(starts + (<usize>piece << 2)) * (D << 2));
  for (; piece < last; piece++) {
    const end = columns + <usize>(load<i32>(starts + (<usize>piece << 2), 4) * (D << 2));
    let low = f32x4.splat(0);
    let high = f32x4.splat(0);
    for (; p < end; p += D << 2) {
      let q = v128.load32_splat(p);
      let e = f32x4.sub(a0, q);
      let g = f32x4.sub(b0, q);
      let s = f32x4.mul(e, e);
      let t = f32x4.mul(g, g);
      if (D > 1) { q = v128.load32_splat(p, 4); e = f32x4.sub(a1, q); g = f32x4.sub(b1, q); s = f32x4.add(s, f32x4.mul(e, e)); t = f32x4.add(t, f32x4.mul(g, g)); }
      if (D > 2) { q = v128.load32_splat(p, 8); e = f32x4.sub(a2, q); g = f32x4.sub(b2, q); s = f32x4.add(s, f32x4.mul(e, e)); t = f32x4.add(t, f32x4.mul(g, g)); }
      if (D > 3) { q = v128.load32_splat(p, 12); e = f32x4.sub(a3, q); g = f32x4.sub(b3, q); s = f32x4.add(s, f32x4.mul(e, e)); t = f32x4.add(t, f32x4.mul(g, g)); }
      if (D > 4) { q = v128.load32_splat(p, 16); e = f32x4.sub(a4, q); g = f32x4.sub(b4, q); s = f32x4.add(s, f32x4.mul(e, e)); t = f32x4.add(t, f32x4.mul(g, g)); }
      if (D > 5) { q = v128.load32_splat(p, 20); e = f32x4.sub(a5, q); g = f32x4.sub(b5, q); s = f32x4.add(s, f32x4.mul(e, e)); t = f32x4.add(t, f32x4.mul(g, g)); }
      if (D > 6) { q = v128.load32_splat(p, 24); e = f32x4.sub(a6, q); g = f32x4.sub(b6, q); s = f32x4.add(s, f32x4.mul(e, e)); t = f32x4.add(t, f32x4.mul(g, g)); }
      if (D > 7) { q = v128.load32_splat(p, 28); e = f32x4.sub(a7, q); g = f32x4.sub(b7, q); s = f32x4.add(s, f32x4.mul(e, e)); t = f32x4.add(t, f32x4.mul(g, g)); }
      low = f32x4.add(low, f32x4.sqrt(s));
      high = f32x4.add(high, f32x4.sqrt(t));
    }
    spread(low, high, into + (<usize>(piece * families) << 2), families, sums);
  }
}

/** The same for any d, with the rows in memory. */
function piece_sums_wide(
  d: i32,
  columns: usize,
  starts: usize,
  piece: i32,
  last: i32,
  into: usize,
  families: i32,
  lanes: usize,
  sums: usize,
): void {
  const width = <usize>d << 2;
  let p = columns + <usize>load<i32>(starts + (<usize>piece << 2)) * width;
  for (; piece < last; piece++) {
    const end = columns + <usize>load<i32>(starts + (<usize>piece << 2), 4) * width;
    let low = f32x4.splat(0);
    let high = f32x4.splat(0);
    for (; p < end; p += width) {
      let s = f32x4.splat(0);
      let t = f32x4.splat(0);
      let row = lanes;
      for (let o: usize = 0; o < width; o += 4, row += 32) {
        const q = v128.load32_splat(p + o);
        const e = f32x4.sub(v128.load(row), q);
        const g = f32x4.sub(v128.load(row, 16), q);
        s = f32x4.add(s, f32x4.mul(e, e));
        t = f32x4.add(t, f32x4.mul(g, g));
      }
      low = f32x4.add(low, f32x4.sqrt(s));
      high = f32x4.add(high, f32x4.sqrt(t));
    }
    spread(low, high, into + (<usize>(piece * families) << 2), families, sums);
  }
}

/** Adds sums in f32 to those in f64, in which rounding always the same way would show. */
function widen(sums: usize, groups: i32, exact: usize): void {
  const end = sums + (<usize>groups << 5);
  for (; sums < end; sums += 16, exact += 32) {
    const four = v128.load(sums);
    v128.store(exact, f64x2.add(v128.load(exact), f64x2.promote_low_f32x4(four)));
    const rest = f64x2.promote_low_f32x4(v128.shuffle<i32>(four, four, 2, 3, 0, 1));
    v128.store(exact, f64x2.add(v128.load(exact, 16), rest), 16);
  }
}

/** Sums to the groups of one labelling from those to the groups of its family. */
function fold(sums: usize, cluster: usize, fine: usize, groups: usize, folded: usize): void {
  memory.fill(folded, 0, groups << 6);
  const end = cluster + (fine << 2);
  for (let p = sums; cluster < end; cluster += 4, p += 64) {
    const to = folded + (<usize>load<i32>(cluster) << 6);
    v128.store(to, f64x2.add(v128.load(to), v128.load(p)));
    v128.store(to, f64x2.add(v128.load(to, 16), v128.load(p, 16)), 16);
    v128.store(to, f64x2.add(v128.load(to, 32), v128.load(p, 32)), 32);
    v128.store(to, f64x2.add(v128.load(to, 48), v128.load(p, 48)), 48);
  }
}

/** Where the groups of every lane's own piece stand. */
// @ts-ignore: decorator
@inline
function fill_owners(
  pieceOf: usize,
  positions: usize,
  block: i32,
  to: i32,
  into: usize,
  families: i32,
  owners: usize,
): void {
  for (let lane = 0; lane < 8; lane++) {
    const position = load<i32>(positions + (<usize>min(block + lane, to - 1) << 2));
    const piece = load<i32>(pieceOf + (<usize>position << 2));
    store<usize>(owners + (<usize>lane << 3), into + (<usize>(piece * families) << 2));
  }
}

// @ts-ignore: decorator
@inline
function own_group(owners: usize, lane: usize, family: i32, first: i32, cluster: usize): i32 {
  const group = load<i32>(load<usize>(owners + (lane << 3)) + (<usize>family << 2));
  return load<i32>(cluster + (<usize>(group - first) << 2));
}

// @ts-ignore: decorator
@inline
function least(nearest: v128, mean: v128, own: v128, number: v128): v128 {
  return f64x2.pmin(nearest, v128.bitselect(f64x2.splat(Infinity), mean, f64x2.eq(own, number)));
}

/** Writes eight silhouettes; returns a bit for each that was computed from distances too small to be sure of. */
function score(
  folded: usize,
  k: usize,
  share: usize,
  owners: usize,
  family: i32,
  first: i32,
  cluster: usize,
  limits: usize,
  out: usize,
): i32 {
  const g0 = own_group(owners, 0, family, first, cluster);
  const g1 = own_group(owners, 1, family, first, cluster);
  const g2 = own_group(owners, 2, family, first, cluster);
  const g3 = own_group(owners, 3, family, first, cluster);
  const g4 = own_group(owners, 4, family, first, cluster);
  const g5 = own_group(owners, 5, family, first, cluster);
  const g6 = own_group(owners, 6, family, first, cluster);
  const g7 = own_group(owners, 7, family, first, cluster);
  const own0 = f64x2.replace_lane(f64x2.splat(<f64>g0), 1, <f64>g1);
  const own1 = f64x2.replace_lane(f64x2.splat(<f64>g2), 1, <f64>g3);
  const own2 = f64x2.replace_lane(f64x2.splat(<f64>g4), 1, <f64>g5);
  const own3 = f64x2.replace_lane(f64x2.splat(<f64>g6), 1, <f64>g7);
  let near0 = f64x2.splat(Infinity);
  let near1 = near0;
  let near2 = near0;
  let near3 = near0;
  let number = f64x2.splat(0);
  let p = folded;
  for (let j: usize = 0; j < k; j++, p += 64) {
    const part = v128.load64_splat(share + (j << 4));
    near0 = least(near0, f64x2.mul(v128.load(p), part), own0, number);
    near1 = least(near1, f64x2.mul(v128.load(p, 16), part), own1, number);
    near2 = least(near2, f64x2.mul(v128.load(p, 32), part), own2, number);
    near3 = least(near3, f64x2.mul(v128.load(p, 48), part), own3, number);
    number = f64x2.add(number, f64x2.splat(1));
  }
  return (
    finish(near0, g0, g1, folded, share, limits, out) |
    (finish(near1, g2, g3, folded + 16, share, limits + 16, out + 16) << 2) |
    (finish(near2, g4, g5, folded + 32, share, limits + 32, out + 32) << 4) |
    (finish(near3, g6, g7, folded + 48, share, limits + 48, out + 48) << 6)
  );
}

/** Writes two silhouettes from the least mean distances to other groups. */
// @ts-ignore: decorator
@inline
function finish(nearest: v128, own0: i32, own1: i32, folded: usize, share: usize, limit: usize, out: usize): i32 {
  // The share of others is 0 for noise and for singletons, whose silhouette is 0.
  const scored = v128.load64_lane(share + (<usize>own1 << 4), v128.load64_splat(share + (<usize>own0 << 4), 8), 1, 8);
  const total = v128.load64_lane(folded + (<usize>own1 << 6), v128.load64_splat(folded + (<usize>own0 << 6)), 1, 8);
  const within = f64x2.mul(total, scored);
  const counts = f64x2.gt(scored, f64x2.splat(0));
  const wider = f64x2.pmax(within, nearest);
  const valid = v128.and(counts, f64x2.gt(wider, f64x2.splat(0)));
  v128.store(out, v128.and(valid, f64x2.div(f64x2.sub(nearest, within), wider)));
  return i64x2.bitmask(v128.and(counts, f64x2.lt(wider, v128.load(limit))));
}
