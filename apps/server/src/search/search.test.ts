import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aSpace } from "../library/testing/a-space.ts";
import { aNote } from "./testing/a-note.ts";
import { openTestSearch, type TestSearch } from "./testing/open-test-search.ts";

let search: TestSearch;
beforeAll(async () => {
  search = await openTestSearch();
});
afterAll(() => search.stop());

const newSpace = () => aSpace(search.test.database);

describe("freshness", () => {
  it("finds what was saved by the very next search", async () => {
    const space = await newSpace();
    for (const word of ["puffin", "gannet", "skua"]) {
      await search.save(space, [aNote(`${word}.md`, `# Birds\nA ${word} on the rock.\n`)]);
      expect(await search.names([space], word)).toEqual([`${word}.md`]);
    }
  });

  it("W-18: finds a deleted note no more, by the very next search", async () => {
    const space = await newSpace();
    await search.save(space, [aNote("a.md", "wallaby"), aNote("b.md", "wallaby too")]);
    expect((await search.names([space], "wallaby")).sort()).toEqual(["a.md", "b.md"]);
    await search.library.delete(space, { fileNames: ["a.md"] });
    expect(await search.names([space], "wallaby")).toEqual(["b.md"]);
    await search.library.delete(space, { everything: true });
    expect(await search.names([space], "wallaby")).toEqual([]);
  });

  it("W-18: sees the writes of another node at once", async () => {
    const space = await newSpace();
    const { openLibrary } = await import("../library/index.ts");
    const otherNode = openLibrary(search.test.database);
    await otherNode.save(space, [await aNote("a.md", "numbat")]);
    expect(await search.names([space], "numbat")).toEqual(["a.md"]);
    await otherNode.delete(space, { fileNames: ["a.md"] });
    expect(await search.names([space], "numbat")).toEqual([]);
  });

  it("shows the words a note has now, not those it had", async () => {
    const space = await newSpace();
    await search.save(space, [aNote("a.md", "about quolls")]);
    await search.save(space, [aNote("a.md", "about bilbies")]);
    expect(await search.names([space], "quolls")).toEqual([]);
    expect((await search.find([space], "bilbies")).hits[0]?.text).toBe("about bilbies");
  });

  it("tells a writer when what it wrote is found", async () => {
    const space = await newSpace();
    const { revision } = await search.save(space, [aNote("a.md", "kowari")]);
    await search.room().caughtUp(space, revision);
    await search.room().caughtUp(space, revision);
    expect(await search.names([space], "kowari")).toEqual(["a.md"]);
  });

  it("answers searches while many writes come", async () => {
    const space = await newSpace();
    const writes = Array.from({ length: 30 }, async (_, n) => {
      await search.save(space, [aNote(`${n}.md`, `tern w${n}x`), aNote("same.md", `tern v${n}x`)]);
      expect(await search.names([space], `w${n}x`)).toEqual([`${n}.md`]);
    });
    await Promise.all(writes);
    expect(await search.names([space], "tern", { limit: 100 })).toHaveLength(31);
  });
});

describe("spaces", () => {
  it("never shows a note of another space", async () => {
    const [mine, theirs] = [await newSpace(), await newSpace()];
    await search.save(mine, [aNote("mine.md", "dunnart")]);
    await search.save(theirs, [aNote("theirs.md", "dunnart"), aNote("copy.md", "dunnart")]);
    expect(await search.names([mine], "dunnart")).toEqual(["mine.md"]);
    expect((await search.find([mine], "dunnart")).hits[0]?.also).toEqual([]);
    expect(await search.names([], "dunnart")).toEqual([]);
    expect((await search.names([mine, theirs], "dunnart", { dedupe: false })).sort()).toEqual([
      "copy.md",
      "mine.md",
      "theirs.md",
    ]);
  });

  it("narrows to one space, which must be one of the person's", async () => {
    const [one, other, foreign] = [await newSpace(), await newSpace(), await newSpace()];
    await search.save(one, [aNote("one.md", "bettong here")]);
    await search.save(other, [aNote("other.md", "bettong there")]);
    expect(await search.names([one, other], "bettong", { space: other })).toEqual(["other.md"]);
    await expect(search.find([one, other], "bettong", { space: foreign })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("hits", () => {
  it("says where the passage stands, also far down a long note with emoji above it", async () => {
    const space = await newSpace();
    const lines = Array.from({ length: 900 }, (_, n) => `Line ${n + 1} 🏮 of a long log about nothing much.`);
    lines[799] = "Here the platypus was seen.";
    const text = lines.join("\n\n");
    await search.save(space, [aNote("log.md", text)]);
    const hit = (await search.find([space], "platypus")).hits[0];
    expect(text.slice(hit?.start, hit?.end)).toBe(hit?.text);
    expect(text.split("\n")[(hit?.line ?? 0) - 1]).toBe(hit?.text.split("\n")[0]);
    expect(hit?.entry).toContain("platypus");
    expect(hit?.entry.length).toBeGreaterThan(hit?.text.length ?? 0);
    expect(hit?.match).toEqual({ via: "words", terms: ["platypus"] });
  });

  it("shows a short note whole and a section of a long one with its headings and neighbours", async () => {
    const space = await newSpace();
    const filler = "The sea was calm and the day went by without a ship. ".repeat(8);
    const long = `# Log\n${filler}\n\n## June\n${filler}\n\n${filler}\n\nThe cassowary came.\n\n${filler}\n\n## July\n${filler}\n`;
    await search.save(space, [aNote("short.md", "# Latin\nAn echidna.\n"), aNote("long.md", long)]);
    expect((await search.find([space], "echidna")).hits[0]?.entry).toBe("# Latin\nAn echidna.\n");
    const entry = (await search.find([space], "cassowary")).hits[0]?.entry ?? "";
    expect(entry.startsWith("# Log\n## June\n")).toBe(true);
    expect(entry).toContain("\n\nThe cassowary came.");
    expect(entry).not.toContain("July");
  });

  it("shows copies of one text once, with all names (ours.md §2)", async () => {
    const space = await newSpace();
    const text = "# Same\nThe potoroo note.\n";
    await search.save(space, [
      aNote("vault/a.md", text, { origin: "obsidian" }),
      aNote("/home/me/a.md", text, { origin: "emacs" }),
      aNote("other.md", "A potoroo elsewhere."),
    ]);
    const { hits } = await search.find([space], "potoroo note");
    const shown = hits.filter((hit) => hit.fileName.endsWith("a.md"));
    expect(shown).toHaveLength(1);
    expect([shown[0]?.fileName, ...(shown[0]?.also ?? [])].sort()).toEqual(["/home/me/a.md", "vault/a.md"]);
    await search.library.delete(space, { fileNames: ["vault/a.md"], origin: "obsidian" });
    expect((await search.find([space], "potoroo note")).hits[0]).toMatchObject({ fileName: "/home/me/a.md", also: [] });
  });

  it("gives as many hits as were asked for, though copies and sections take several chunks each", async () => {
    const space = await newSpace();
    const copies = Array.from({ length: 60 }, (_, n) => aNote(`copy${n}.md`, "the kakapo text"));
    const others = Array.from({ length: 12 }, (_, n) =>
      aNote(`other${n}.md`, `kakapo number ${n} and a few words more`),
    );
    await search.save(space, [...copies, ...others]);
    expect(await search.names([space], "kakapo", { limit: 12 })).toHaveLength(12);
    expect(await search.names([space], "kakapo", { limit: 3 })).toHaveLength(3);
  });

  it("keeps to max_distance, of which 0 means none (observed C27)", async () => {
    const space = await newSpace();
    await search.save(space, [aNote("a.md", "red kite"), aNote("b.md", "red paint on a wall, and much more")]);
    const all = (await search.find([space], "red kite")).hits;
    const [first = 0, second = 0] = all.map((hit) => hit.relevance);
    expect(first).toBeGreaterThan(second);
    const bound = 1 - (first + second) / 2;
    expect(await search.names([space], "red kite", { maxDistance: bound })).toEqual(["a.md"]);
    expect(await search.names([space], "red kite", { maxDistance: 0 })).toHaveLength(2);
  });
});

describe("filters", () => {
  it("passes only what every filter lets pass", async () => {
    const space = await newSpace();
    await search.save(space, [
      aNote("notes/light.md", "# Lighthouse\nThe keeper counted 5403 puffins on 2024-03-15 in naïve café 🏮 ink.\n"),
      aNote("notes/latin.md", "# Latin\nThe keeper of an éclair and a café, 1 August 1984.\n"),
      aNote("/home/me/bread.org", "* TODO Sourdough\nThe keeper feeds the 酵母 starter.\n"),
    ]);
    const names = async (query: string, more = {}) => (await search.names([space], query, more)).sort();
    expect(await names('keeper +"PUFFINS"')).toEqual(["notes/light.md"]);
    expect(await names('keeper -"puffins" file:"notes/*"')).toEqual(["notes/latin.md"]);
    expect(await names('keeper +"naïve"')).toEqual(["notes/light.md"]);
    expect(await names('keeper +"酵母"')).toEqual(["/home/me/bread.org"]);
    expect(await names('keeper file:"*.ORG"')).toEqual(["/home/me/bread.org"]);
    expect(await names('keeper -file:"notes"')).toEqual(["/home/me/bread.org"]);
    expect(await names('keeper dt:"March 2024"')).toEqual(["notes/light.md"]);
    expect(await names('keeper dt:"2024-03-14"')).toEqual([]);
    expect(await names('keeper dt<"1990"')).toEqual(["notes/latin.md"]);
    expect(await names('file:"bread.org"')).toEqual(["/home/me/bread.org"]);
    expect(await names("keeper", { type: "org" })).toEqual(["/home/me/bread.org"]);
    expect(await names("keeper", { fileNames: ["notes/latin.md"] })).toEqual(["notes/latin.md"]);
    const bad = await search.find([space], 'keeper dt:"gibberish"');
    expect(bad.hits).toHaveLength(3);
    expect(bad.problems).toEqual([expect.stringContaining("gibberish")]);
  });

  it("finds nothing for the empty question, and everything for blanks (observed C26)", async () => {
    const space = await newSpace();
    await search.save(space, [aNote("a.md", "one"), aNote("b.md", "two")]);
    expect(await search.names([space], "")).toEqual([]);
    expect(await search.names([space], "  ")).toHaveLength(2);
  });

  it("answers a question of 42,110 characters", async () => {
    const space = await newSpace();
    await search.save(space, [aNote("a.md", "the lighthouse of Skerryvore"), aNote("b.md", "a bakery")]);
    const question = "the lighthouse keeper’s “log” of Skerryvore – ".repeat(1000).slice(0, 42_110);
    expect((await search.names([space], question))[0]).toBe("a.md");
  });
});

describe("keeping the index", () => {
  const snapshotFile = () => join(search.dataDirectory, "index", "words.snapshot");

  it("starts from the snapshot and knows what happened meanwhile", async () => {
    const space = await newSpace();
    await search.save(space, [aNote("kept.md", "quokka kept"), aNote("gone.md", "quokka gone")]);
    expect(await search.names([space], "quokka")).toHaveLength(2);
    await search.restart(async () => {
      expect(await readdir(join(search.dataDirectory, "index"))).toEqual(["words.snapshot"]);
      await search.library.delete(space, { fileNames: ["gone.md"] });
      await search.save(space, [aNote("new.md", "quokka new")]);
    });
    expect((await search.names([space], "quokka")).sort()).toEqual(["kept.md", "new.md"]);
  });

  it("is exact also when the snapshot is damaged, cut or empty", async () => {
    const space = await newSpace();
    await search.save(space, [aNote("a.md", "thylacine")]);
    expect(await search.names([space], "thylacine")).toEqual(["a.md"]);
    const damages: ((bytes: Buffer) => Buffer)[] = [
      (bytes) => Buffer.concat([bytes.subarray(0, -100), Buffer.alloc(100, 7)]),
      (bytes) => bytes.subarray(0, bytes.length >> 1),
      () => Buffer.alloc(0),
      (bytes) => Buffer.concat([bytes.subarray(0, 10), Buffer.alloc(4, 255), bytes.subarray(14)]),
    ];
    for (const damage of damages) {
      await search.restart(async () => writeFile(snapshotFile(), damage(await readFile(snapshotFile()))));
      expect(await search.names([space], "thylacine")).toEqual(["a.md"]);
      await search.save(space, [aNote(`b${Math.random()}.md`, "so that the next stop writes a snapshot")]);
    }
  });

  it("keeps no deleted note in the snapshot", async () => {
    const space = await newSpace();
    await search.save(space, [aNote("secret.md", "the xylorimba secret"), aNote("rest.md", "the rest")]);
    expect(await search.names([space], "xylorimba")).toEqual(["secret.md"]);
    await search.restart();
    expect((await readFile(snapshotFile())).includes("xylorimba")).toBe(true);
    await search.library.delete(space, { fileNames: ["secret.md"] });
    expect(await search.names([space], "xylorimba")).toEqual([]);
    await search.restart();
    expect((await readFile(snapshotFile())).includes("xylorimba")).toBe(false);
    expect(await search.names([space], "rest")).toEqual(["rest.md"]);
  });

  it("follows a database that was put back to an earlier state", async () => {
    const space = await newSpace();
    await search.save(space, [aNote("a.md", "archaeopteryx")]);
    await search.save(space, [aNote("b.md", "archaeopteryx again")]);
    expect(await search.names([space], "archaeopteryx")).toHaveLength(2);
    await search.restart(async () => {
      const owner = await search.test.owner();
      await owner.query("SELECT set_config('khoj.spaces', $1, false)", [space]);
      await owner.query("DELETE FROM documents WHERE space_id = $1 AND file_name = 'b.md'", [space]);
      await owner.query("UPDATE spaces SET revision = 1 WHERE id = $1", [space]);
      await owner.query("UPDATE documents SET revision = 1 WHERE space_id = $1", [space]);
    });
    await search.save(space, [aNote("c.md", "archaeopteryx later")]);
    expect((await search.names([space], "archaeopteryx")).sort()).toEqual(["a.md", "c.md"]);
  });
});
