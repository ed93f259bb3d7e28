import type { Bytes } from './job.ts';

/** The bytes of a body that was received in several blocks. */
export function joined(blocks: readonly Bytes[]): Bytes {
  const [only] = blocks;
  if (only && blocks.length === 1) return only;
  const whole = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}

/** Frees at once what nobody else can hold: left to the garbage collector, a body would stay through the computation. */
export function release(blocks: readonly Bytes[]): void {
  for (const { buffer, byteLength } of blocks)
    if (!buffer.detached && byteLength === buffer.byteLength) buffer.transfer(0);
}
