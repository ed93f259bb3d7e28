import { type Matrix, matrix } from '../matrix/matrix.ts';
import { grant, PAGE, type SharedMemory } from './memory.ts';

/**
 * Working arrays, all zero at first, that live until the call of `inRoom` that gave the room returns. With WebAssembly
 * they lie in the shared memory, where kernels and the other threads of the team reach them; what must outlive the call
 * is copied out (`slice`). Without it, or with the memory full, they are ordinary arrays: everything works, more slowly.
 */
export interface Room {
  readonly f64: (length: number) => Float64Array;
  readonly f32: (length: number) => Float32Array;
  readonly i32: (length: number) => Int32Array;
  readonly u8: (length: number) => Uint8Array;
  /** A copy of `points` in the room; `points` itself when they lie in shared memory already. */
  readonly matrix: (points: Matrix) => Matrix;
}

/** Where a thread's arrays come from. Used like a stack: `mark`, take, `release`. */
export interface Arena extends Room {
  /** Whether an array lies in this arena's memory: only then does its byteOffset mean anything to a kernel. */
  readonly holds: (array: ArrayBufferView) => boolean;
  /** The memory as it is now; arrays made over it are held, also after it has grown. Null for ordinary arrays. */
  readonly buffer: () => SharedArrayBuffer | null;
  readonly mark: () => Mark;
  readonly release: (mark: Mark) => void;
}

interface Mark {
  readonly chunk: number;
  readonly used: number;
}

interface Chunk {
  readonly start: number;
  size: number;
}

/** Vectors and cache lines want it. */
const ALIGNMENT = 64;
const SMALLEST_CHUNK = 1 << 20;
const LARGEST_STEP = 1 << 26;

/** An arena in the shared memory. */
export function sharedArena(shared: SharedMemory): Arena {
  // Growing gives the memory a new buffer object over the same bytes; views over the earlier ones stay good.
  const buffers = new WeakSet<ArrayBufferLike>();
  let latest: ArrayBufferLike | null = null;
  const chunks: Chunk[] = [];
  let held = 0;
  let at = 0;
  let used = 0;

  function take(bytes: number): number {
    const wanted = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    let chunk = at;
    let from = used;
    let usedOfLast = 0;
    while (chunk < chunks.length && from + wanted > chunks[chunk].size) {
      usedOfLast = from;
      chunk++;
      from = 0;
    }
    if (chunk === chunks.length) {
      // Chunks grow with what there is, so that few of them are too small for the next array and stay idle.
      const most = Math.max(wanted, SMALLEST_CHUNK, Math.min(held / 2, LARGEST_STEP));
      const size = Math.ceil(most / PAGE) * PAGE;
      const start = grant(shared, size);
      if (start === 0) return 0;
      held += size;
      const last = chunks.at(-1);
      if (last && last.start + last.size === start) {
        // Nobody else was given memory in between: the last chunk goes on.
        last.size += size;
        chunk--;
        from = usedOfLast;
      } else chunks.push({ start, size });
    }
    at = chunk;
    used = from + wanted;
    const address = chunks[at].start + from;
    // As float64 whatever it becomes: shared memory is cleared element by element, bytes 20 times as slowly.
    new Float64Array(buffer(), address, wanted / 8).fill(0);
    return address;
  }

  function buffer(): SharedArrayBuffer {
    const now = shared.memory.buffer;
    if (now !== latest) buffers.add(now);
    latest = now;
    return now;
  }

  const arena: Arena = {
    buffer,
    holds: (array) => array.buffer === latest || buffers.has(array.buffer),
    f64: (length) => {
      const address = take(length * 8);
      return address === 0 ? new Float64Array(length) : new Float64Array(buffer(), address, length);
    },
    f32: (length) => {
      const address = take(length * 4);
      return address === 0 ? new Float32Array(length) : new Float32Array(buffer(), address, length);
    },
    i32: (length) => {
      const address = take(length * 4);
      return address === 0 ? new Int32Array(length) : new Int32Array(buffer(), address, length);
    },
    u8: (length) => {
      const address = take(length);
      return address === 0 ? new Uint8Array(length) : new Uint8Array(buffer(), address, length);
    },
    matrix: (points) => {
      if (arena.holds(points.data)) return points;
      const data = arena.f64(points.data.length);
      data.set(points.data);
      return matrix(points.rows, points.cols, data);
    },
    mark: () => ({ chunk: at, used }),
    release: (mark) => {
      at = mark.chunk;
      used = mark.used;
    },
  };
  return arena;
}

/** Ordinary arrays, which need no stack. */
export const heapArena: Arena = {
  holds: () => false,
  buffer: () => null,
  f64: (length) => new Float64Array(length),
  f32: (length) => new Float32Array(length),
  i32: (length) => new Int32Array(length),
  u8: (length) => new Uint8Array(length),
  matrix: (points) => points,
  mark: () => ({ chunk: 0, used: 0 }),
  release: () => undefined,
};
