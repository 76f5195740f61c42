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
  for (top.slab = 0; top.slab * 3 < slabs.length; top.slab++) {
    const [offset = 0, capacity = 0, count = 0] = slabs.subarray(top.slab * 3, top.slab * 3 + 3);
    scanner.scan({ offset, capacity, count }, "live", top);
  }
  const places = Uint32Array.from([...top.places()].flatMap(({ slab, slot }) => [slab, slot]));
  port.postMessage({ id, places, isFull: top.isFull } satisfies ScanReport);
});
