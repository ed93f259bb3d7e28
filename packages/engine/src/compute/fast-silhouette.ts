import type { Exports, Holds } from './exports.ts';
import type { Kernels } from './kernels.ts';
import { type Layout, MEMBER_WORDS, type Scored, silhouetteRows } from './silhouette-rows.ts';

/** With fewer points the plain twin takes a tenth of a millisecond at most, and small examples come out to the last digit. */
const FEWEST_POINTS = 128;

/**
 * The compiled twin of silhouette-rows.ts. Its distances are f32: a width is off by 1e-6 at most, a mean by 1e-8. A distance
 * much smaller than the row's distance from the origin has fewer digits left; rows where that could matter (both mean
 * distances below a 64th of it: less than 1e-4 off at worst, by rounding all in one direction) are scored again in f64.
 */
export function fastSilhouette(exports: Exports, holds: Holds): Pick<Kernels, 'silhouetteRows'> {
  return {
    silhouetteRows(layout, scored, from, to) {
      if (layout.columns.rows < FEWEST_POINTS || !reaches(layout, scored, holds))
        return silhouetteRows(layout, scored, from, to);
      const { doubtful } = scored;
      const listed = exports.silhouette_rows(...addresses(layout), ...outputs(scored, from, to));
      again(layout, scored, doubtful.subarray(0, listed));
    },
  };
}

function reaches(layout: Layout, { places, values, doubtful, work }: Scored, holds: Holds): boolean {
  const { fine, starts, into, members, clusters, shares, pieceOf } = layout;
  return holds(fine, starts, into, members, clusters, shares, pieceOf, places, values, doubtful, work);
}

function addresses(layout: Layout): number[] {
  const { columns, fine, starts, into, families, familyGroups, members, clusters, shares, pieceOf } = layout;
  return [
    fine.byteOffset,
    columns.cols,
    starts.byteOffset,
    starts.length - 1,
    into.byteOffset,
    families,
    familyGroups,
    members.byteOffset,
    members.length / MEMBER_WORDS,
    clusters.byteOffset,
    shares.byteOffset,
    pieceOf.byteOffset,
  ];
}

function outputs({ places, values, stride, doubtful, work }: Scored, from: number, to: number): number[] {
  return [places.byteOffset, from, to, values.byteOffset, stride, doubtful.byteOffset, work.byteOffset];
}

/** Scores the listed rows, which ascend, with the plain twin. */
function again(layout: Layout, scored: Scored, rows: Int32Array): void {
  for (let at = 0; at < rows.length;) {
    const from = rows[at];
    let to = from;
    while (at < rows.length && rows[at] === to) {
      at++;
      to++;
    }
    silhouetteRows(layout, scored, from, to);
  }
}
