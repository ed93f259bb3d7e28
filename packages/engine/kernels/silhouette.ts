/**
 * Silhouettes of rows in many labellings from one pass over the distances. Distances are f32, sums of one piece of an atom
 * f32, everything after that f64. Eight rows lie in the lanes of two vectors and every column is splatted, so a row's
 * result does not depend on its neighbours in the block.
 */

/**
 * Scores the rows at `positions[from .. to)`, a multiple of 8 from `from` on, and the last one again in the lanes past
 * it. `values` has `stride` numbers (f64) a labelling. Rows whose distances may have lost digits are listed in `doubtful`;
 * returns how many there are. `work` has room for 8 (d + 2) f32 and 8 numbers (f64) for every group of every family and
 * for the groups of one labelling. See silhouette-rows.ts for the tables.
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
  const sums = doubts + 64;
  const folded = sums + (<usize>familyGroups << 6);
  let listed = 0;
  for (let block = from; block < to; block += 8) {
    fill_lanes(columns, d, positions, block, to, lanes);
    doubt_below(lanes, d, doubts);
    memory.fill(sums, 0, <usize>familyGroups << 6);
    if (d == 1) piece_sums(1, columns, starts, pieces, into, families, lanes, sums);
    else if (d == 2) piece_sums(2, columns, starts, pieces, into, families, lanes, sums);
    else if (d == 3) piece_sums(3, columns, starts, pieces, into, families, lanes, sums);
    else if (d == 4) piece_sums(4, columns, starts, pieces, into, families, lanes, sums);
    else if (d == 5) piece_sums(5, columns, starts, pieces, into, families, lanes, sums);
    else if (d == 6) piece_sums(6, columns, starts, pieces, into, families, lanes, sums);
    else if (d == 7) piece_sums(7, columns, starts, pieces, into, families, lanes, sums);
    else if (d == 8) piece_sums(8, columns, starts, pieces, into, families, lanes, sums);
    else piece_sums_wide(d, columns, starts, pieces, into, families, lanes, sums);
    let doubt = 0;
    for (let m = 0; m < count; m++) {
      const member = members + (<usize>m * 24);
      const groups = <usize>load<i32>(member, 8);
      const cluster = clusters + (<usize>load<i32>(member, 12) << 2);
      const share = shares + (<usize>load<i32>(member, 16) << 4);
      const family = load<i32>(member, 20);
      const first = load<i32>(member);
      fold(sums + (<usize>first << 6), cluster, <usize>load<i32>(member, 4), groups, folded);
      for (let lane = 0; lane < 8; lane += 2) {
        const own0 = own_group(pieceOf, positions, min(block + lane, to - 1), into, families, family, first, cluster);
        const own1 = own_group(pieceOf, positions, min(block + lane + 1, to - 1), into, families, family, first, cluster);
        const out = values + ((<usize>m * <usize>stride + <usize>(block + lane)) << 3);
        doubt |= score(folded + (<usize>lane << 3), groups - 1, share, own0, own1, v128.load(doubts + (<usize>lane << 3)), out) << lane;
      }
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

/** Adds four f64 sums of two vectors of f32 to every family's group of the piece. */
// @ts-ignore: decorator
@inline
function spread(low: v128, high: v128, into: usize, families: i32, sums: usize): void {
  const a = f64x2.promote_low_f32x4(low);
  const b = f64x2.promote_low_f32x4(v128.shuffle<i32>(low, low, 2, 3, 0, 1));
  const c = f64x2.promote_low_f32x4(high);
  const e = f64x2.promote_low_f32x4(v128.shuffle<i32>(high, high, 2, 3, 0, 1));
  for (let f = 0; f < families; f++) {
    const to = sums + (<usize>load<i32>(into + (<usize>f << 2)) << 6);
    v128.store(to, f64x2.add(v128.load(to), a));
    v128.store(to, f64x2.add(v128.load(to, 16), b), 16);
    v128.store(to, f64x2.add(v128.load(to, 32), c), 32);
    v128.store(to, f64x2.add(v128.load(to, 48), e), 48);
  }
}

/** Distances to the columns of every piece. D is a constant: the rows stay in registers, and no loop runs over c. */
// @ts-ignore: decorator
@inline
function piece_sums(
  D: i32,
  columns: usize,
  starts: usize,
  pieces: i32,
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
  let p = columns;
  for (let piece = 0; piece < pieces; piece++) {
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
  pieces: i32,
  into: usize,
  families: i32,
  lanes: usize,
  sums: usize,
): void {
  const width = <usize>d << 2;
  let p = columns;
  for (let piece = 0; piece < pieces; piece++) {
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

// @ts-ignore: decorator
@inline
function own_group(
  pieceOf: usize,
  positions: usize,
  at: i32,
  into: usize,
  families: i32,
  family: i32,
  first: i32,
  cluster: usize,
): i32 {
  const position = load<i32>(positions + (<usize>at << 2));
  const piece = load<i32>(pieceOf + (<usize>position << 2));
  const group = load<i32>(into + (<usize>(piece * families + family) << 2));
  return load<i32>(cluster + (<usize>(group - first) << 2));
}

/** Writes two silhouettes; returns a bit for each that was computed from distances too small to be sure of. */
// @ts-ignore: decorator
@inline
function score(folded: usize, k: usize, share: usize, own0: i32, own1: i32, limit: v128, out: usize): i32 {
  const own = f64x2.replace_lane(f64x2.splat(<f64>own0), 1, <f64>own1);
  const infinity = f64x2.splat(Infinity);
  let nearest = infinity;
  let number = f64x2.splat(0);
  const one = f64x2.splat(1);
  let p = folded;
  for (let j: usize = 0; j < k; j++, p += 64) {
    const mean = f64x2.mul(v128.load(p), v128.load64_splat(share + (j << 4)));
    nearest = f64x2.pmin(nearest, v128.bitselect(infinity, mean, f64x2.eq(own, number)));
    number = f64x2.add(number, one);
  }
  const within = f64x2.mul(
    f64x2.replace_lane(f64x2.splat(load<f64>(folded + (<usize>own0 << 6))), 1, load<f64>(folded + (<usize>own1 << 6) + 8)),
    f64x2.replace_lane(f64x2.splat(load<f64>(share + (<usize>own0 << 4), 8)), 1, load<f64>(share + (<usize>own1 << 4), 8)),
  );
  // The share of others is 0 for noise and for singletons, whose silhouette is 0.
  const scored = f64x2.replace_lane(f64x2.splat(load<f64>(share + (<usize>own0 << 4), 8)), 1, load<f64>(share + (<usize>own1 << 4), 8));
  const counts = f64x2.gt(scored, f64x2.splat(0));
  const wider = f64x2.pmax(within, nearest);
  const valid = v128.and(counts, f64x2.gt(wider, f64x2.splat(0)));
  v128.store(out, v128.and(valid, f64x2.div(f64x2.sub(nearest, within), wider)));
  return i64x2.bitmask(v128.and(counts, f64x2.lt(wider, limit)));
}
