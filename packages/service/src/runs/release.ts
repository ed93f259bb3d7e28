import type { Bytes } from './bytes.ts';

/** Frees at once what nobody else can hold: left to the garbage collector, a body would stay through the computation. */
export function release(blocks: readonly Bytes[]): void {
  for (const { buffer, byteLength } of blocks)
    if (!buffer.detached && byteLength === buffer.byteLength) buffer.transfer(0);
}

/** Smaller arrays are left to the garbage collector, as are lists of values: a result's arrays hang on its objects. */
const LARGE_BYTES = 65_536;
const LONG_LIST = 1000;

/**
 * Frees the large arrays of a result that is done with, wherever they hang on it. V8 takes tens of megabytes outside its
 * heap for little, and would keep those of one request until the next one's are there too.
 */
export function releaseArrays(result: object): void {
  const seen = new Set<object>();
  const waiting: object[] = [result];
  for (let value = waiting.pop(); value; value = waiting.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (ArrayBuffer.isView(value)) {
      const { buffer } = value;
      if (buffer instanceof ArrayBuffer && buffer.byteLength >= LARGE_BYTES && !buffer.detached) buffer.transfer(0);
    } else if (!Array.isArray(value) || value.length <= LONG_LIST)
      waiting.push(...Object.values(value).filter((part) => typeof part === 'object' && part !== null));
  }
}
