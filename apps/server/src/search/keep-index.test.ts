import type { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { aSpace } from "../library/testing/a-space.ts";
import type { Logger } from "../platform/log.ts";
import { startIndexThread } from "./index-link.ts";
import { aNote } from "./testing/a-note.ts";
import { openCutLine } from "./testing/cut-line.ts";
import { openTestSearch, type TestSearch } from "./testing/open-test-search.ts";

let search: TestSearch;
afterEach(() => search.stop());

describe("the index's thread", () => {
  it("is replaced when it dies, and nothing is lost: searches that were waiting are answered", async () => {
    const threads: Worker[] = [];
    search = await openTestSearch({
      startThread(data) {
        const thread = startIndexThread(data);
        threads.push(thread);
        return thread;
      },
    });
    const space = await aSpace(search.test.database);
    await search.save(space, [aNote("a.md", "wombat one"), aNote("b.md", "wombat two")]);
    expect(await search.names([space], "wombat")).toHaveLength(2);
    for (let death = 1; death <= 3; death += 1) {
      const { revision } = await search.save(space, [aNote(`new${death}.md`, `wombat more ${death}`)]);
      const found = search.names([space], "wombat");
      const writer = search.room().caughtUp(space, revision);
      await threads.at(-1)?.terminate();
      expect(await found).toHaveLength(2 + death);
      await writer;
    }
    await search.library.delete(space, { fileNames: ["a.md"] });
    expect(await search.names([space], "wombat")).not.toContain("a.md");
    expect(threads.length).toBeGreaterThanOrEqual(4);
  });

  it("fails a search that ends every thread, and goes on with the others", async () => {
    search = await openTestSearch({
      startThread(data) {
        const thread = startIndexThread(data);
        const post = thread.postMessage.bind(thread);
        thread.postMessage = (message) => {
          if (message.kind === "search" && message.query.text === "poison") void thread.terminate();
          else post(message);
        };
        return thread;
      },
    });
    const space = await aSpace(search.test.database);
    await search.save(space, [aNote("a.md", "a cure for poison")]);
    await expect(search.find([space], "poison")).rejects.toMatchObject({ code: "internal" });
    expect(await search.names([space], "cure")).toEqual(["a.md"]);
  });
});

describe("a database that goes away", () => {
  it("is said to be unavailable, and search is exact when it is back", async () => {
    const warnings: string[] = [];
    const say = (_facts: object, message?: string) => void warnings.push(message ?? "");
    const log: Logger = { debug: say, info: say, warn: say, error: say };
    const line = await openCutLine();
    search = await openTestSearch({ reach: line.reach, log });
    const space = await aSpace(search.test.database);
    await search.save(space, [aNote("a.md", "pademelon")]);
    expect(await search.names([space], "pademelon")).toEqual(["a.md"]);

    await line.cut();
    await expect(search.find([space], "pademelon")).rejects.toMatchObject({ code: "unavailable" });
    const { openLibrary } = await import("../library/index.ts");
    const otherNode = openLibrary(search.test.database);
    const { revision } = await otherNode.save(space, [await aNote("b.md", "pademelon too")]);
    const writer = search.room().caughtUp(space, revision);
    await expect(search.find([space], "pademelon")).rejects.toMatchObject({ code: "unavailable" });

    await line.mend();
    await writer;
    expect((await search.names([space], "pademelon")).sort()).toEqual(["a.md", "b.md"]);
    expect(warnings.join("\n")).not.toContain("pademelon");
    await search.stop();
    await line.close();
    search = await openTestSearch();
  });

  it("does not keep the server from starting: the index follows as soon as it can", async () => {
    const line = await openCutLine();
    search = await openTestSearch({ reach: line.reach });
    const space = await aSpace(search.test.database);
    await search.save(space, [aNote("a.md", "potoroo")]);
    await search.restart(() => line.cut());
    await expect(search.find([space], "potoroo")).rejects.toMatchObject({ code: "unavailable" });
    await line.mend();
    expect(await search.names([space], "potoroo")).toEqual(["a.md"]);
    await search.stop();
    await line.close();
    search = await openTestSearch();
  });
});
