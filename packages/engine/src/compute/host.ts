/** A WebAssembly.Memory made shared. */
export interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

/** The part of WebAssembly that the engine uses. The language's own library does not declare it: hosts do. */
interface WasmApi {
  readonly Memory: new (descriptor: { initial: number; maximum: number; shared: true }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { env: { memory: WasmMemory } },
  ) => { readonly exports: Record<string, (...values: number[]) => number> };
  readonly validate: (bytes: Uint8Array) => boolean;
}

interface Host {
  readonly WebAssembly?: WasmApi;
  readonly SharedArrayBuffer?: unknown;
  readonly atob: (base64: string) => string;
}

/** What the host gives: Node and browsers have all of it, a page without isolation perhaps no shared buffers by name. */
export const host = globalThis as unknown as Host;
