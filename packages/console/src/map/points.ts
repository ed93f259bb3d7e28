/** Customers on the map, in the order they were sent. */
export interface Points {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** 255 for outliers. */
  readonly segment: Uint8Array;
  /** 0 to 255. */
  readonly confidence: Uint8Array;
}

export const OUTLIER = 255;
/** Ten bytes a customer: two numbers of 32 bits, then a byte each for segment and confidence. */
const BYTES = 10;

/** The columns of GET /api/v1/runs/{run}/points. */
export function readPoints(bytes: ArrayBuffer): Points {
  const n = bytes.byteLength / BYTES;
  return {
    x: new Float32Array(bytes, 0, n),
    y: new Float32Array(bytes, 4 * n, n),
    segment: new Uint8Array(bytes, 8 * n, n),
    confidence: new Uint8Array(bytes, 9 * n, n),
  };
}
