/** A memory that WebAssembly code works on. */
export interface WasmMemory {
  /** Another one after each growth. */
  readonly buffer: ArrayBuffer;
  /** Adds pages of 64 KiB. Nothing is copied: the addresses were reserved. */
  grow(pages: number): number;
}

/** What is used of WebAssembly: the types that come with Node do not know it. */
interface WasmRuntime {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}
const runtime = (globalThis as unknown as { readonly WebAssembly: WasmRuntime }).WebAssembly;

export const makeMemory = (initial: number, maximum: number): WasmMemory => new runtime.Memory({ initial, maximum });

/** Compiles a module that works on `memory`; answers what it exports. */
export function runModule<Exports>(bytes: Uint8Array, memory: WasmMemory): Exports {
  const { exports } = new runtime.Instance(new runtime.Module(bytes), { env: { memory } });
  return exports as Exports;
}
