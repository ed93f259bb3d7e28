import type { Segmentation } from '@clientele/engine';
import { project } from './map.ts';

/** Bytes of a point: two numbers of 32 bits, its segment, how surely it belongs. */
const POINT_BYTES = 10;
/** The segment of outliers. */
const OUTLIER = 255;

/**
 * Where every customer lies on the map, in the table's order, as columns one after the other: x and y (32-bit floats,
 * little-endian), the segment (a byte, 255 for outliers) and the confidence (a byte, 255 is certain). Empty with fewer than
 * two directions.
 */
export function pointBytes(segmentation: Segmentation): Uint8Array<ArrayBuffer> {
  const projection = project(segmentation);
  if (!projection) return new Uint8Array(0);
  const { labels, confidence } = segmentation;
  const rows = projection.x.length;
  const bytes = new Uint8Array(rows * POINT_BYTES);
  const view = new DataView(bytes.buffer);
  for (let row = 0; row < rows; row++) {
    view.setFloat32(row * 4, projection.x[row] ?? 0, true);
    view.setFloat32((rows + row) * 4, projection.y[row] ?? 0, true);
    const label = labels[row] ?? -1;
    bytes[rows * 8 + row] = label < 0 ? OUTLIER : label;
    bytes[rows * 9 + row] = Math.round((confidence[row] ?? 0) * 255);
  }
  return bytes;
}
