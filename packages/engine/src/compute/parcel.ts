import type { WasmMemory } from './host.ts';
import type { Arena } from './room.ts';

/** Plain data on its way to another thread: text in UTF-16 units at `address`, arrays by their own addresses. */
export interface Parcel {
  readonly address: number;
  /** UTF-16 units. */
  readonly length: number;
}

const kinds = { f64: Float64Array, f32: Float32Array, i32: Int32Array, u8: Uint8Array } as const;
type Kind = keyof typeof kinds;
const viewOf: Record<Kind, (buffer: SharedArrayBuffer, address: number, length: number) => Numbers> = {
  f64: (buffer, address, length) => new Float64Array(buffer, address, length),
  f32: (buffer, address, length) => new Float32Array(buffer, address, length),
  i32: (buffer, address, length) => new Int32Array(buffer, address, length),
  u8: (buffer, address, length) => new Uint8Array(buffer, address, length),
};
type Numbers = Float64Array | Float32Array | Int32Array | Uint8Array;

/** Stands for an array in the text: kind, address, length. */
type ArrayMark = { readonly $array: readonly [Kind, number, number] };
/** Stands for a number that JSON cannot write. */
type NumberMark = { readonly $number: 'NaN' | 'Infinity' | '-Infinity' | '-0' };

/** Arrays that were copied into an arena, with their copies. */
export type Copies = Map<Numbers, Numbers>;

/**
 * Writes plain data (JSON values, all numbers, typed arrays, `undefined` as a missing member) where other threads of the
 * team can read it. Arrays that lie in the arena go by address, others are copied into it; parcels with the same `copies`
 * share the copies.
 */
export function pack(value: unknown, arena: Arena, copies: Copies = new Map()): Parcel {
  const text = JSON.stringify(value, (_, part: unknown) => marked(part, arena, copies)) ?? 'null';
  const bytes = arena.u8(text.length * 2);
  const units = new Uint16Array(bytes.buffer, bytes.byteOffset, text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return { address: bytes.byteOffset, length: text.length };
}

/** The data of a parcel. Its arrays lie where `pack` left them, or are copied from there with `copy`. */
export function unpack({ buffer }: Pick<WasmMemory, 'buffer'>, { address, length }: Parcel, copy: boolean): unknown {
  const units = new Uint16Array(buffer, address, length);
  let text = '';
  for (let i = 0; i < length; i += 4096) text += String.fromCharCode(...units.subarray(i, Math.min(length, i + 4096)));
  return JSON.parse(text, (_, part: unknown) => unmarked(part, buffer, copy)) as unknown;
}

function marked(part: unknown, arena: Arena, copies: Copies): unknown {
  if (typeof part === 'number') {
    if (Object.is(part, -0)) return { $number: '-0' };
    return Number.isFinite(part) ? part : { $number: String(part) };
  }
  if (!ArrayBuffer.isView(part)) return part;
  const kind = (Object.keys(kinds) as Kind[]).find((name) => part instanceof kinds[name]);
  if (kind === undefined) throw new TypeError('only f64, f32, i32 and u8 arrays travel between threads');
  const numbers = part as Numbers; // one of `kinds`, as just found
  let shared = arena.holds(numbers) ? numbers : copies.get(numbers);
  if (!shared) {
    shared = arena[kind](numbers.length);
    shared.set(numbers);
    if (!arena.holds(shared)) throw new RangeError('the shared memory is full');
    copies.set(numbers, shared);
  }
  return { $array: [kind, shared.byteOffset, shared.length] };
}

function unmarked(part: unknown, buffer: SharedArrayBuffer, copy: boolean): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if ('$number' in part) return Number((part as NumberMark).$number);
  if (!('$array' in part)) return part;
  const [kind, address, length] = (part as ArrayMark).$array;
  const view: Numbers = viewOf[kind](buffer, address, length);
  return copy ? view.slice() : view;
}
