import { describe, expect, it } from "vitest";
import { openTurns } from "./turns.ts";

/** Works that end when they are told to, and the order in which they began. */
function makeWorks() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () =>
    new Promise<string>((resolve) => {
      begun.push(name);
      ends.set(name, () => resolve(name));
    });
  return { begun, work, end: (name: string) => ends.get(name)?.() };
}

describe("turns", () => {
  it("go round the persons: who asks for one page waits for one of another's, not for all", async () => {
    const { begun, work, end } = makeWorks();
    const turns = openTurns({ ofOne: 10, ofAll: 100 });
    const ada = ["a1", "a2", "a3"].map((name) => turns.take("ada", work(name)));
    const ben = turns.take("ben", work("b1"));
    for (const name of ["a1", "a2", "b1", "a3"]) {
      await expect.poll(() => begun.at(-1)).toBe(name);
      end(name);
    }
    expect(await Promise.all([...ada, ben])).toEqual(["a1", "a2", "a3", "b1"]);
  });

  it("are refused to who has too many waiting, and to nobody else until all have", async () => {
    const { work, end } = makeWorks();
    const turns = openTurns({ ofOne: 2, ofAll: 3 });
    const first = turns.take("ada", work("a1"));
    expect(turns.take("ada", work("a2"))).toBeDefined();
    expect(turns.take("ada", work("a3"))).toBeUndefined();
    expect(turns.take("ben", work("b1"))).toBeDefined();
    expect(turns.take("cleo", work("c1"))).toBeUndefined();
    end("a1");
    await first;
    expect(turns.take("ada", work("a4"))).toBeDefined();
  });

  it("go on after work that failed, which says so to who asked for it", async () => {
    const turns = openTurns({ ofOne: 2, ofAll: 3 });
    const failed = turns.take("ada", () => Promise.reject(new Error("no such page")));
    const other = turns.take("ada", async () => "drawn");
    await expect(failed).rejects.toThrow("no such page");
    expect(await other).toBe("drawn");
  });
});
