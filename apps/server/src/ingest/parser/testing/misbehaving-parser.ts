import { frameStart, readFrames } from "../frame.ts";
import type { ParseRequest } from "../messages.ts";

// Stands in for a parser with faults: what a file says is what this process does.

for await (const frame of readFrames(process.stdin, 0xffffffff)) {
  const { files } = frame.head as ParseRequest;
  let offset = 0;
  for (const [index, file] of files.entries()) {
    const text = Buffer.from(frame.body.subarray(offset, offset + file.bytes)).toString("utf8");
    offset += file.bytes;
    if (text === "crash") process.kill(process.pid, "SIGSEGV");
    if (text === "fail") throw new Error("a fault of ours");
    if (text === "hoard") for (const hoard: string[][] = []; ; ) hoard.push(new Array(1e6).fill("x"));
    if (text === "lie") process.stdout.write(frameStart({ kind: "read", index: "zero" }, 0));
    if (text === "babble") process.stdout.write("this is no frame at all, and it is longer than one would be");
    process.stdout.write(frameStart({ kind: "unreadable", index, reason: text }, 0));
  }
}
