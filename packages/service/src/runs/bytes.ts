/** Bytes that are moved to the worker, not copied. */
export type Bytes = Uint8Array<ArrayBuffer>;
