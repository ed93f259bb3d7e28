import { gathered } from '../store/bytes.ts';
import type { Bytes } from './bytes.ts';

/** The bytes of a body that was received in several blocks. */
export function joined(blocks: readonly Bytes[]): Bytes {
  const [only] = blocks;
  return only && blocks.length === 1 ? only : gathered(blocks);
}

/** Frees at once what nobody else can hold: left to the garbage collector, a body would stay through the computation. */
export function release(blocks: readonly Bytes[]): void {
  for (const { buffer, byteLength } of blocks)
    if (!buffer.detached && byteLength === buffer.byteLength) buffer.transfer(0);
}
