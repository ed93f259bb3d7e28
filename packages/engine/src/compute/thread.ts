import { relaxed, simd } from './built/kernels.ts';
import { fastKernels } from './fast.ts';
import { host, type WasmMemory } from './host.ts';
import { type Kernels, plainKernels } from './kernels.ts';
import { joinMemory, sharedMemory, type SharedMemory } from './memory.ts';
import { type Arena, heapArena, type Room, sharedArena } from './room.ts';

/** A build of the kernels: scalar TypeScript; 128-bit vectors; vectors with fused multiply-add. */
export type Build = 'plain' | 'simd' | 'relaxed';

/** What this thread computes with. */
export interface Thread {
  readonly build: Build;
  /** Null for the plain build. */
  readonly shared: SharedMemory | null;
  readonly arena: Arena;
  readonly kernels: Kernels;
}

// One per thread, made at first use: kernels hold no state, and the arena is empty between two calls from outside.
let current: Thread | null = null;

/** What this thread computes with, made at the first call: the best build that the host can run. */
export function thread(): Thread {
  current ??= startThread();
  return current;
}

/** The kernels in use. */
export function kernels(): Kernels {
  return thread().kernels;
}

/** Calls `run` with working arrays that are gone when it returns. */
export function inRoom<Result>(run: (room: Room) => Result): Result {
  const { arena } = thread();
  const mark = arena.mark();
  try {
    return run(arena);
  } finally {
    arena.release(mark);
  }
}

/** Computes with `build` from now on; for tests and measurements. Throws when the host cannot run it. */
export function useBuild(build: Build): void {
  current = startThread({ build });
}

/** Computes in `memory`, which other threads may share, from now on. */
export function useMemory(memory: WasmMemory): void {
  if (current?.shared?.memory !== memory) current = startThread({ memory });
}

const plainThread: Thread = { build: 'plain', shared: null, arena: heapArena, kernels: plainKernels };

function startThread({ build, memory }: { build?: Build; memory?: WasmMemory } = {}): Thread {
  if (build === 'plain') return plainThread;
  const { WebAssembly } = host;
  const shared = memory ? joinMemory(memory) : sharedMemory();
  if (!WebAssembly || !shared) return plainThread;
  const [name, bytes] = chooseBuild(build);
  if (!bytes) return plainThread;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory: shared.memory } });
  const arena = sharedArena(shared);
  const holds = (...arrays: readonly ArrayBufferView[]): boolean => arrays.every(arena.holds);
  return { build: name, shared, arena, kernels: fastKernels(exports, holds) };
}

/** The wanted build, or the best one that the host accepts; no bytes when it accepts none. */
function chooseBuild(wanted: Build | undefined): [Build, Uint8Array | null] {
  const builds: [Build, string][] = [
    ['relaxed', relaxed],
    ['simd', simd],
  ];
  for (const [name, base64] of builds) {
    if (base64 === '' || (wanted !== undefined && name !== wanted)) continue;
    const bytes = Uint8Array.from(host.atob(base64), (letter) => letter.charCodeAt(0));
    if (wanted !== undefined || host.WebAssembly?.validate(bytes) === true) return [name, bytes];
  }
  return ['plain', null];
}
