import { host, type WasmMemory } from './host.ts';

/**
 * The memory that kernels and threads share: one block, handed out in pages. Its first page holds the control words of
 * the team (see team.ts); the rest is granted to the rooms of the threads and never given back to the system.
 */
export interface SharedMemory {
  readonly memory: WasmMemory;
  /** The first page as words, for Atomics. */
  readonly control: Int32Array;
}

/** Bytes that memory is handed out in. */
export const PAGE = 65_536;
/** 4 GiB, all that 32-bit addresses reach. */
const MOST_PAGES = 65_536;

/** Control words. The team's follow from `FIRST_TEAM_WORD`. */
const NEXT_PAGE = 0;
export const FIRST_TEAM_WORD = 16;

/** A fresh memory, or null where the host has no shared memory. */
export function sharedMemory(): SharedMemory | null {
  const { WebAssembly, SharedArrayBuffer } = host;
  if (!WebAssembly || !SharedArrayBuffer) return null;
  const memory = new WebAssembly.Memory({ initial: 16, maximum: MOST_PAGES, shared: true });
  const shared = joinMemory(memory);
  shared.control[NEXT_PAGE] = 1;
  return shared;
}

/** The same memory, seen from another thread. */
export function joinMemory(memory: WasmMemory): SharedMemory {
  return { memory, control: new Int32Array(memory.buffer, 0, PAGE / 4) };
}

/** Address of at least `bytes` new bytes, from any thread; 0 when the memory is full. */
export function grant({ memory, control }: SharedMemory, bytes: number): number {
  const pages = Math.ceil(bytes / PAGE);
  const first = Atomics.add(control, NEXT_PAGE, pages);
  const missing = first + pages - memory.buffer.byteLength / PAGE;
  if (missing > 0) {
    try {
      // Two threads that grow at once grow by too much, which costs address space only.
      memory.grow(missing);
    } catch {
      Atomics.sub(control, NEXT_PAGE, pages);
      return 0;
    }
  }
  return first * PAGE;
}
