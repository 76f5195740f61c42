import { parentPort, workerData } from "node:worker_threads";
import type { ScanOrder, ScanReport, ScanThreadData } from "./scan-thread.ts";
import { SlabScanner } from "./slab-scanner.ts";
import { TopSlots } from "./top-slots.ts";

// A thread that scans vectors while the index's own thread looks words up. It reads the memory of that thread, where the
// vectors may change meanwhile: whoever asked looks at what it answers once more.
const { memory, dimensions, stride, desk } = workerData as ScanThreadData;
const port = parentPort;
if (port === null) throw new Error("scan.worker.ts runs as a thread of the index, never by itself");

const scanner = new SlabScanner(memory, dimensions, stride, desk);
port.on("message", ({ id, query, slabs, most }: ScanOrder) => {
  scanner.query.set(query);
  const top = new TopSlots(most);
  for (const [number, slab] of slabs.entries()) {
    top.slab = number;
    scanner.scan(slab, "live", top);
  }
  port.postMessage({ id, places: [...top.places()], isFull: top.isFull } satisfies ScanReport);
});
