import { openPool } from "@khoj/db";
import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Library, openLibrary } from "./library.ts";
import { aFile, anUnreadFile } from "./testing/a-file.ts";
import { aSpace } from "./testing/a-space.ts";

let test: TestDatabase;
let library: Library;
beforeAll(async () => {
  test = await openTestDatabase();
  library = openLibrary(test.database);
});
afterAll(() => test.drop());

const countRows = async (table: "documents" | "chunks" | "originals", spaceId: string): Promise<number> => {
  const owner = await test.owner();
  await owner.query("SELECT set_config('khoj.spaces', $1, false)", [spaceId]);
  const { rows } = await owner.query(`SELECT count(*)::int AS n FROM ${table} WHERE space_id = $1`, [spaceId]);
  return rows[0].n;
};

it("nothing is begun for which the disk has no room, and deleting goes on", async () => {
  const full = openPool(test.database.connection, {
    whyNoRoom: async (bytes) => (bytes > 1e9 ? "it is full" : undefined),
  });
  const space = await aSpace(test.database);
  const here = openLibrary(full);
  await here.save(space, [aFile("small.md", "small")]);
  const large = aFile("large.md", "large", { bytes: 1e9 });
  await expect(here.save(space, [large])).rejects.toMatchObject({ code: "unavailable", message: "it is full" });
  expect(await here.names([space], "computer")).toEqual(["small.md"]);
  expect((await here.delete(space, { fileNames: ["small.md"] })).documents).toBe(1);
  await full.close();
});

describe("saving", () => {
  it("makes a group findable under one revision", async () => {
    const space = await aSpace(test.database);
    const saved = await library.save(space, [aFile("a.md", "one\ntwo"), aFile("b.md", "three")]);
    expect(saved.files.map((file) => [file.fileName, file.isNew])).toEqual([
      ["a.md", true],
      ["b.md", true],
    ]);
    expect(await library.revisions([space])).toEqual(new Map([[space, saved.revision]]));
    const changes = await library.changesSince(space, 0, 1e6);
    expect(changes).toMatchObject({ revision: saved.revision, more: false, deleted: [] });
    const [first] = changes.documents.filter((document) => document.fileName === "a.md");
    expect(first?.chunks).toEqual([
      { ordinal: 0, text: "one", headings: ["Top"], tags: ["a tag"], dates: ["2026-11-24"] },
      { ordinal: 1, text: "two", headings: ["Top"], tags: ["a tag"], dates: ["2026-11-24"] },
    ]);
  });

  it("replaces a file of the same origin and name, and keeps another origin's copy", async () => {
    const space = await aSpace(test.database);
    await library.save(space, [aFile("a.md", "old\nlines"), aFile("a.md", "copy", { origin: "emacs" })]);
    const again = await library.save(space, [aFile("a.md", "new")]);
    expect(again.files[0]?.isNew).toBe(false);
    expect(await countRows("documents", space)).toBe(2);
    expect(await countRows("chunks", space)).toBe(2);
    expect((await library.file([space], "a.md"))?.text).toBe("new");
  });

  it("keeps emoji, half surrogate pairs and NUL as text of the same length", async () => {
    const space = await aSpace(test.database);
    const text = "😀 half \ud83d and nul \0 end";
    await library.save(space, [aFile("odd.md", text)]);
    const stored = (await library.file([space], "odd.md"))?.text;
    expect(stored).toBe("😀 half \uFFFD and nul \uFFFD end");
    expect(stored?.length).toBe(text.length);
  });

  it("lets one file the database refuses fail alone (W-17)", async () => {
    const space = await aSpace(test.database);
    const broken = aFile("broken.md", "x");
    const content = { ...broken.content, text: Buffer.from([0xff, 0xfe]) };
    const saved = await library.save(space, [aFile("a.md", "good"), { ...broken, content }, aFile("c.md", "fine")]);
    expect(saved.files.map((file) => [file.fileName, file.state])).toEqual([
      ["a.md", "indexed"],
      ["broken.md", "failed"],
      ["c.md", "indexed"],
    ]);
    expect(saved.files[1]?.reason).toMatch(/the database did not take it \(SQLSTATE 22021\)/);
    expect(await countRows("chunks", space)).toBe(2);
  });

  it("takes the last of a name that comes twice", async () => {
    const space = await aSpace(test.database);
    await library.save(space, [aFile("a.md", "first"), aFile("a.md", "last")]);
    expect((await library.file([space], "a.md"))?.text).toBe("last");
  });

  it("knows unchanged files in one look-up", async () => {
    const space = await aSpace(test.database);
    const file = aFile("a.md", "text");
    await library.save(space, [file]);
    const known = await library.known(space, "upload", ["a.md", "b.md"]);
    expect(known).toMatchObject([{ fileName: "a.md", state: "indexed" }]);
    expect(Buffer.from(known[0]?.fingerprint ?? []).equals(Buffer.from(file.fingerprint ?? []))).toBe(true);
  });

  it("keeps the original of a file that has no parser yet, and nothing of an excluded one", async () => {
    const space = await aSpace(test.database);
    const original = { mimeType: "application/pdf", content: Buffer.from("%PDF") };
    await library.save(space, [anUnreadFile("a.pdf", { original })]);
    expect(await library.original([space], "a.pdf")).toEqual(original);
    const fingerprint = Buffer.alloc(32);
    await library.save(space, [anUnreadFile("a.pdf", { state: "excluded", reason: "rule", original, fingerprint })]);
    expect(await library.original([space], "a.pdf")).toBeUndefined();
    expect(await library.known(space, "upload", ["a.pdf"])).toMatchObject([{ fingerprint: undefined }]);
  });

  it("tells every index to forget a file that became excluded", async () => {
    const space = await aSpace(test.database);
    const saved = await library.save(space, [aFile("a.md", "secret")]);
    await library.save(space, [anUnreadFile("a.md", { state: "excluded", reason: "private: true" })]);
    const changes = await library.changesSince(space, saved.revision, 1e6);
    expect(changes.deleted).toEqual([saved.files[0]?.documentId]);
    expect(await countRows("chunks", space)).toBe(0);
    expect(await library.file([space], "a.md")).toBeUndefined();
  });

  it("orders concurrent groups of one space without losing any", async () => {
    const space = await aSpace(test.database);
    const groups = Array.from({ length: 20 }, (_, n) => [aFile(`${n}.md`, `${n}`), aFile("same.md", `${n}`)]);
    const saved = await Promise.all(groups.map((group) => library.save(space, group)));
    expect(new Set(saved.map((group) => group.revision)).size).toBe(20);
    expect(await countRows("documents", space)).toBe(21);
  });
});

describe("deleting", () => {
  it("takes rows, chunks, originals and text, and leaves the ids for the indexes", async () => {
    const space = await aSpace(test.database);
    const original = { mimeType: "application/pdf", content: Buffer.from("%PDF") };
    const saved = await library.save(space, [aFile("a.md", "one\ntwo"), anUnreadFile("a.pdf", { original })]);
    const gone = await library.delete(space, { fileNames: ["a.md", "a.pdf"] });
    expect(gone).toEqual({ documents: 2, chunks: 2, revision: saved.revision + 1 });
    for (const table of ["documents", "chunks", "originals"] as const) expect(await countRows(table, space)).toBe(0);
    const changes = await library.changesSince(space, saved.revision, 1e6);
    expect([...changes.deleted].sort()).toEqual(saved.files.map((file) => file.documentId).sort());
  });

  it("means what all fields of the selector say together", async () => {
    const space = await aSpace(test.database);
    await library.save(space, [
      aFile("a.md", "1"),
      aFile("a.md", "2", { origin: "obsidian" }),
      aFile("b.org", "3", { origin: "obsidian", fileType: "org" }),
    ]);
    expect((await library.delete(space, { origin: "obsidian", fileType: "markdown" })).documents).toBe(1);
    expect((await library.file([space], "a.md"))?.origin).toBe("upload");
    expect((await library.delete(space, { everything: true })).documents).toBe(2);
  });

  it("does not turn the indexes over for nothing, and refuses to guess", async () => {
    const space = await aSpace(test.database);
    const { revision } = await library.save(space, [aFile("a.md", "1")]);
    expect(await library.delete(space, { fileNames: ["other"] })).toEqual({ documents: 0, chunks: 0, revision });
    await expect(library.delete(space, {})).rejects.toThrow(/must say what it means/);
  });

  it("never reaches another space", async () => {
    const [mine, theirs] = [await aSpace(test.database), await aSpace(test.database)];
    await library.save(theirs, [aFile("a.md", "theirs")]);
    await library.save(mine, [aFile("a.md", "mine")]);
    await library.delete(mine, { everything: true });
    expect(await countRows("documents", theirs)).toBe(1);
    expect(await library.file([mine], "a.md")).toBeUndefined();
  });
});

describe("following", () => {
  it("comes in portions that end on whole revisions and add up to everything", async () => {
    const space = await aSpace(test.database);
    for (let n = 0; n < 7; n++)
      await library.save(space, [aFile(`${n}a.md`, "x".repeat(500)), aFile(`${n}b.md`, "y".repeat(500))]);
    const names: string[] = [];
    const sizes: number[] = [];
    let revision = 0;
    for (let more = true; more; ) {
      const changes = await library.changesSince(space, revision, 1500);
      names.push(...changes.documents.map((document) => document.fileName));
      sizes.push(changes.documents.length);
      revision = changes.revision;
      more = changes.more;
    }
    expect(sizes).toEqual([4, 4, 4, 2]);
    expect(new Set(names).size).toBe(14);
    expect(await library.changesSince(space, revision, 1500)).toMatchObject({
      documents: [],
      deleted: [],
      more: false,
    });
  });

  it("announces each commit made here", async () => {
    const space = await aSpace(test.database);
    const own = openLibrary(test.database);
    const heard: number[] = [];
    own.onCommit((of, revision) => of === space && heard.push(revision));
    await own.save(space, [aFile("a.md", "1")]);
    await own.delete(space, { everything: true });
    expect(heard).toEqual([1, 2]);
  });
});

describe("showing", () => {
  it("lists a name once, newest first, in pages", async () => {
    const space = await aSpace(test.database);
    for (let n = 0; n < 12; n++) await library.save(space, [aFile(`${n}.md`, `text ${n}`)]);
    await library.save(space, [aFile("3.md", "newer copy", { origin: "web" })]);
    const { files, total } = await library.files([space], { index: 0, size: 10, cut: 3 });
    expect(total).toBe(12);
    expect(files.slice(0, 2).map((file) => [file.fileName, file.text])).toEqual([
      ["3.md", "new"],
      ["11.md", "tex"],
    ]);
    expect((await library.files([space], { index: 1, size: 10 })).files.map((file) => file.text)).toEqual([
      "text 1",
      "text 0",
    ]);
  });

  it("answers types, names, size, states and filters", async () => {
    const space = await aSpace(test.database);
    await library.save(space, [aFile("b.org", "12", { fileType: "org" }), aFile("a.md", "345"), anUnreadFile("x.exe")]);
    expect(await library.types([space])).toEqual(["markdown", "org"]);
    expect(await library.names([space], "computer")).toEqual(["a.md", "b.org"]);
    expect(await library.size([space])).toBe(5);
    expect(await library.counts([space])).toMatchObject({ indexed: 2, skipped: 1, failed: 0 });
    const page = { index: 0, size: 10 };
    expect(await library.status([space], { state: "skipped" }, page)).toMatchObject([
      { fileName: "x.exe", reason: "This is a program, which is not read." },
    ]);
    expect(await library.status([space], { nameContains: "A.M" }, page)).toMatchObject([
      { fileName: "a.md", chunks: 1 },
    ]);
  });
});
