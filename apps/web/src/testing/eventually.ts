import { expect } from "vitest";

/** Waits for what a page does in its own time; the limit is generous, since nothing here is about speed. */
export const eventually = <Value>(read: () => Value | Promise<Value>) => expect.poll(read, { timeout: 15_000 });
