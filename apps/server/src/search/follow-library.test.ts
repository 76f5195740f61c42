import { afterEach, describe, expect, it } from "vitest";
import type { IndexChanges, IndexedDocument } from "../library/index.ts";
import { type FollowDeps, followLibrary } from "./follow-library.ts";
import { createWordIndex } from "./index/memory-word-index.ts";

const space = "018f0000-0000-7000-8000-000000000001";
let end = new AbortController();
afterEach(() => {
  end.abort();
  end = new AbortController();
});

const document = (id: string, text: string): IndexedDocument => ({
  id: `018f0000-0000-7000-8000-${id.padStart(12, "0")}`,
  spaceId: space,
  version: 1,
  origin: "upload",
  source: "computer",
  fileName: `${id}.md`,
  fileType: "markdown",
  title: undefined,
  language: undefined,
  tags: [],
  contentHash: id,
  updatedAt: 0,
  chunks: [{ ordinal: 0, text, headings: [], tags: [], dates: [] }],
});

/** Follows what `pages` answers, one after the other, until revision `goal` is reached. */
async function follow(
  goal: number,
  changesSince: FollowDeps["changesSince"],
  index = createWordIndex(),
): Promise<{ index: ReturnType<typeof createWordIndex>; troubles: string[] }> {
  const troubles: string[] = [];
  const reached = Promise.withResolvers<void>();
  const follower = followLibrary({
    index,
    changesSince,
    onReached: (_space, revision) => void (revision >= goal && reached.resolve()),
    onApplied: () => {},
    onTrouble: (message, details) => void troubles.push(`${message} ${JSON.stringify(details)}`),
    signal: end.signal,
  });
  follower.advance(space, goal);
  await reached.promise;
  return { index, troubles };
}

const find = (index: ReturnType<typeof createWordIndex>, text: string): number =>
  index.search({
    text,
    phrases: [],
    prefix: false,
    limit: 10,
    filters: { spaces: [space], mustContain: [], mustNotContain: [], files: [], notFiles: [] },
  }).hits.length;

const page = (revision: number, documents: readonly IndexedDocument[], more = false): IndexChanges => ({
  spaceId: space,
  revision,
  documents,
  deleted: [],
  more,
});

describe("following the library", () => {
  it("asks for page after page until it is level, from where it stands", async () => {
    const asked: number[] = [];
    const { index } = await follow(30, async (_space, since) => {
      asked.push(since);
      return page(since + 10, [document(`${since + 1}`, ["tern", "gannet", "skua"][since / 10] ?? "")], since < 20);
    });
    expect(asked).toEqual([0, 10, 20]);
    expect(index.revision(space)).toBe(30);
    expect(find(index, "tern")).toBe(1);
  });

  it("goes on after troubles of the database, and says so without a word of a note", async () => {
    let fails = 3;
    const { index, troubles } = await follow(1, async () => {
      fails -= 1;
      if (fails >= 0) throw Object.assign(new Error("secret text"), { code: "unavailable" });
      return page(1, [document("1", "skua")]);
    });
    expect(find(index, "skua")).toBe(1);
    expect(troubles).toHaveLength(3);
    expect(troubles[0]).toContain("unavailable");
    expect(troubles.join()).not.toContain("secret");
  });

  it("keeps the others when the index cannot take one document", async () => {
    const index = createWordIndex();
    const apply = index.apply.bind(index);
    index.apply = (changes) => {
      if (changes.documents.some((one) => one.fileName === "2.md")) throw new RangeError("too odd");
      apply(changes);
    };
    const { troubles } = await follow(
      1,
      async () =>
        page(
          1,
          ["1", "2", "3"].map((id) => document(id, "gannet")),
        ),
      index,
    );
    expect(find(index, "gannet")).toBe(2);
    expect(troubles).toEqual([expect.stringContaining("000000000002")]);
  });

  it("lets others have their turn between the steps of a large page", async () => {
    const documents = Array.from({ length: 50 }, (_, n) => document(`${n}`, `heron ${"word ".repeat(4000)}`));
    let turns = 0;
    let isDone = false;
    const takeTurns = (): void => {
      turns += 1;
      if (!isDone) setImmediate(takeTurns);
    };
    takeTurns();
    await follow(1, async () => page(1, documents));
    isDone = true;
    expect(turns).toBeGreaterThan(20);
  });

  it("forgets what a database that was put back does not know, and reads it anew", async () => {
    const index = createWordIndex();
    index.apply({ spaceId: space, revision: 9, documents: [document("9", "auk")], deleted: [] });
    await follow(10, async (_space, since) => (since === 9 ? page(3, []) : page(10, [document("1", "rail")])), index);
    expect([find(index, "auk"), find(index, "rail")]).toEqual([0, 1]);
  });
});
