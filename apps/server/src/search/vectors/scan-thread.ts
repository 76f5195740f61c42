import { Worker } from "node:worker_threads";
import type { ScanDesk } from "./slab-scanner.ts";
import type { WasmMemory } from "./wasm-runtime.ts";

export interface ScanThreadData {
  /** Shared: nothing is copied. */
  readonly memory: WasmMemory;
  readonly dimensions: number;
  readonly stride: number;
  readonly desk: ScanDesk;
}

export interface ScanOrder {
  readonly id: number;
  readonly query: Int16Array;
  /** Offset, capacity and count of each. */
  readonly slabs: Uint32Array;
  /** So many of the best are answered. */
  readonly most: number;
}

export interface ScanReport {
  readonly id: number;
  /** The number of the slab and the slot in it, of each. */
  readonly places: Uint32Array;
  /** There may be more than these. */
  readonly isFull: boolean;
}

/** A thread that scans for the index's thread, which looks words up meanwhile. It starts with the first scan. */
export class ScanThread {
  readonly #data: ScanThreadData;
  readonly #waiting = new Map<number, (report: ScanReport | undefined) => void>();
  #worker: Worker | undefined;
  #isOver = false;
  #lastId = 0;

  constructor(data: ScanThreadData) {
    this.#data = data;
  }

  /** The best places by their coarse halves; undefined when the thread cannot be had: then whoever asks scans. */
  scan(order: Omit<ScanOrder, "id">): Promise<ScanReport | undefined> {
    if (this.#isOver) return Promise.resolve(undefined);
    const worker = this.#worker ?? this.#start();
    const id = ++this.#lastId;
    const { promise, resolve } = Promise.withResolvers<ScanReport | undefined>();
    this.#waiting.set(id, resolve);
    worker.postMessage({ ...order, id } satisfies ScanOrder);
    return promise;
  }

  close(): void {
    this.#end();
    void this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL("./scan.worker.ts", import.meta.url), { workerData: this.#data, execArgv: [] });
    worker.unref();
    worker.on("message", (report: ScanReport) => {
      this.#waiting.get(report.id)?.(report);
      this.#waiting.delete(report.id);
    });
    worker.on("error", () => this.#end());
    worker.on("exit", () => this.#end());
    this.#worker = worker;
    return worker;
  }

  #end(): void {
    this.#isOver = true;
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}
