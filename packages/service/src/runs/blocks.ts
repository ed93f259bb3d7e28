import { gathered } from '../store/bytes.ts';
import type { Bytes } from './bytes.ts';

/** The bytes of a body that was received in several blocks. */
export function joined(blocks: readonly Bytes[]): Bytes {
  const [only] = blocks;
  return only && blocks.length === 1 ? only : gathered(blocks);
}
