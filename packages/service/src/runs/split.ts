import { deserialize, serialize } from 'node:v8';
import type { TimeSplit } from '../orders/time-check.ts';
import type { Bytes } from './bytes.ts';

/** As bytes that wait with a run's body; typed arrays stay binary. */
export function packSplit(split: TimeSplit): Bytes {
  return new Uint8Array(serialize(split));
}

export function unpackSplit(bytes: Uint8Array): TimeSplit {
  return deserialize(bytes) as TimeSplit; // packSplit wrote it
}
