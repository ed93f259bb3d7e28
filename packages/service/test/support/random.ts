import { seededRandom } from '@clientele/engine';
import type { RandomBytes } from '../../src/store/secrets.ts';

/** Bytes that a seed repeats. */
export function seededBytes(seed: number): RandomBytes {
  const random = seededRandom(seed);
  return (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
}
