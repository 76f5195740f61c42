import { init, type WrappedPdfiumModule } from "@embedpdf/pdfium";
import type { Resources } from "../binary-parser.ts";

/** PDFium with the few ways its memory is used here. */
export interface Pdfium extends WrappedPdfiumModule {
  /** Room in its memory that is given back when `work` is done. */
  within<Result>(bytes: number, work: (address: number) => Result): Result;
  /** A text that a function of its writes as UTF-16 when it is given a place and the place's length. */
  text(write: (address: number, bytes: number) => number): string;
  copyIn(bytes: Uint8Array): number;
  free(address: number): void;
  /** A copy of what stands there. */
  bytes(address: number, length: number): Uint8Array;
  f32(address: number): number;
  i32(address: number): number;
  setI32(address: number, value: number): void;
}

let opened: Promise<Pdfium> | undefined;

/** One for the process: it is made of 4.6 MB of WebAssembly. */
export function openPdfium(resources: Resources): Promise<Pdfium> {
  opened ??= start(resources);
  return opened;
}

const longestText = 100_000;

/** The part of its WebAssembly module that is used here; its own types lean on a package that is not installed. */
interface Memory {
  readonly HEAPU8: Uint8Array;
  readonly wasmExports: { malloc(bytes: number): number; free(address: number): void };
}

async function start(resources: Resources): Promise<Pdfium> {
  const wasm = await resources.read("pdfium.wasm");
  // What it prints would stand between the frames of the parser's answers.
  const quiet = { print: () => {}, printErr: () => {} };
  const wrapped = await init({ wasmBinary: wasm, ...quiet } as Parameters<typeof init>[0]);
  wrapped.PDFiumExt_Init();
  const memory = wrapped.pdfium as unknown as Memory;
  const { malloc, free } = memory.wasmExports;
  const view = (): DataView => new DataView(memory.HEAPU8.buffer);
  const take = (bytes: number): number => {
    const address = malloc(bytes);
    if (address === 0) throw new RangeError("PDFium's memory is full");
    return address;
  };
  const within: Pdfium["within"] = (bytes, work) => {
    const address = take(bytes);
    try {
      return work(address);
    } finally {
      free(address);
    }
  };
  return {
    ...wrapped,
    within,
    text: (write) => {
      const bytes = Math.min(write(0, 0), longestText);
      if (bytes <= 2) return "";
      return within(bytes, (address) => {
        write(address, bytes);
        return new TextDecoder("utf-16le").decode(memory.HEAPU8.slice(address, address + bytes - 2));
      });
    },
    copyIn: (bytes) => {
      const address = take(Math.max(bytes.length, 1));
      memory.HEAPU8.set(bytes, address);
      return address;
    },
    free,
    bytes: (address, length) => memory.HEAPU8.slice(address, address + length),
    f32: (address) => view().getFloat32(address, true),
    i32: (address) => view().getInt32(address, true),
    setI32: (address, value) => view().setInt32(address, value, true),
  };
}
