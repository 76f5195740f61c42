import { expect, it } from "vitest";
import { gatherReads } from "./gather-reads.ts";

it("shares one read among those who came while another was under way, never one that began before they came", async () => {
  let revision = 0;
  const asked: (readonly string[])[] = [];
  const answers: (() => void)[] = [];
  const read = gatherReads((keys) => {
    asked.push(keys);
    const seen = revision;
    return new Promise((resolve) => answers.push(() => resolve(new Map(keys.map((key) => [key, seen])))));
  });

  const first = read(["a"]);
  revision = 1;
  const second = read(["a", "b"]);
  const third = read(["c"]);
  answers[0]?.();
  expect(await first).toEqual(new Map([["a", 0]]));
  await new Promise(setImmediate);
  answers[1]?.();
  expect(await second).toEqual(
    new Map([
      ["a", 1],
      ["b", 1],
    ]),
  );
  expect(await third).toEqual(new Map([["c", 1]]));
  expect(asked).toEqual([["a"], ["a", "b", "c"]]);
});

it("fails for those who shared the read that failed, and not for the next", async () => {
  let broken = true;
  const read = gatherReads(async (keys) => {
    if (broken) throw new Error("away");
    return new Map(keys.map((key) => [key, 7]));
  });
  const results = await Promise.allSettled([read(["a"]), read(["b"]), read(["c"])]);
  expect(results.map((result) => result.status)).toEqual(["rejected", "rejected", "rejected"]);
  broken = false;
  expect(await read(["a"])).toEqual(new Map([["a", 7]]));
});
