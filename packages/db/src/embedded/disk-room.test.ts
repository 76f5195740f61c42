import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { whyNoRoom } from "./disk-room.ts";

it("a disk has room for a little, and says what is left and what to do when it has none for very much", async () => {
  expect(await whyNoRoom(tmpdir(), 0)).toBeUndefined();
  expect(await whyNoRoom(tmpdir(), Number.MAX_SAFE_INTEGER)).toMatch(/^the disk .* is full \(\d+ MB left\); free some/);
});
