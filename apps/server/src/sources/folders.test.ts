import { mkdir, mkdtemp, readFile, rename, rm, stat, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Folder } from "@khoj/contract";
import { openTestDatabase } from "@khoj/db/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { column, makePdf } from "../../../../packages/text/src/testing/make-pdf.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;
let root: string;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "khoj-notes-"));
});
afterEach(async () => {
  for (const { id } of (await server.get("/api/folders")).json().folders)
    await server.request("DELETE", `/api/folders/${id}`);
  await rm(root, { recursive: true, force: true });
});

const at = (name: string): string => path.join(root, name);
const write = async (name: string, text: string): Promise<void> => {
  await mkdir(path.dirname(at(name)), { recursive: true });
  await writeFile(at(name), text);
};
const watch = async (): Promise<string> => (await server.send("POST", "/api/folders", { path: root })).json().id;
const folderOf = async (id: string): Promise<Folder> =>
  (await server.get("/api/folders")).json().folders.find((folder: Folder) => folder.id === id);
const found = async (query: string): Promise<string[]> =>
  (await server.get(`/api/search?q=${encodeURIComponent(query)}&n=20`))
    .json()
    .map((hit: { additional: { file: string } }) => path.relative(root, hit.additional.file));

/** Waits for something to become true; the test's own time limit ends it. */
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await wait(50);
}
const untilFound = (query: string, names: readonly string[]): Promise<void> =>
  until(async () => JSON.stringify((await found(query)).sort()) === JSON.stringify([...names].sort()));
const untilState = (id: string, state: Folder["state"]): Promise<void> =>
  until(async () => (await folderOf(id))?.state === state);
const writeMany = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await write(`${n}.md`, `# Note ${n}\nwombat ${n}\n`);
};
const countOf = async (): Promise<number> => (await server.get("/api/content/computer")).json().length;

describe("a watched folder", () => {
  it("is found by what is in it, then by what is added, edited, renamed and removed", async () => {
    await write("a.md", "# A\nnumbat\n");
    const id = await watch();
    await untilFound("numbat", ["a.md"]);
    await untilState(id, "watching");
    await write("sub/b.md", "# B\nquokka\n");
    await untilFound("quokka", ["sub/b.md"]);
    await write("a.md", "# A\nbilby\n");
    await untilFound("bilby", ["a.md"]);
    expect(await found("numbat")).toEqual([]);
    await rename(at("a.md"), at("c.md"));
    await untilFound("bilby", ["c.md"]);
    await rm(at("c.md"));
    await untilFound("bilby", []);
    expect((await folderOf(id)).files.done).toBeGreaterThan(0);
  });

  it("is never written to", async () => {
    await write("a.md", "numbat");
    await utimes(at("a.md"), 1_000_000_000, 1_000_000_000);
    await watch();
    await untilFound("numbat", ["a.md"]);
    expect([await readFile(at("a.md"), "utf8"), (await stat(at("a.md"))).mtimeMs]).toEqual([
      "numbat",
      1_000_000_000_000,
    ]);
  });

  it("names with a reason what it leaves out, and keeps the original of a PDF", async () => {
    await write("a.md", "numbat");
    await write("private.md", "---\nprivate: true\n---\nquokka");
    await write("empty.md", "");
    await write(".obsidian/app.json", "{}");
    const paper = makePdf({ pages: [{ lines: column(["A numbat."], 60) }] });
    await writeFile(at("paper.pdf"), paper);
    await symlink("/etc/passwd", at("passwd.md"));
    await watch();
    await until(async () => (await server.get("/api/content/status")).json().items.length === 6);
    const { items } = (await server.get("/api/content/status")).json();
    const told = items.map((item: { file_name: string; state: string; reason: string | null }) => [
      path.relative(root, item.file_name),
      item.state,
      item.reason,
    ]);
    expect(Object.fromEntries(told.map(([name, ...rest]: string[]) => [name, rest]))).toEqual({
      "a.md": ["indexed", null],
      "private.md": ["excluded", "private: true in the front matter"],
      "empty.md": ["skipped", "the file is empty"],
      ".obsidian": ["skipped", "a hidden folder"],
      "paper.pdf": ["indexed", null],
      "passwd.md": ["skipped", "a link; only what lies in the folder itself is read"],
    });
    expect(await found("quokka")).toEqual([]);
    const original = await server.get(`/api/content/original?file_name=${encodeURIComponent(at("paper.pdf"))}`);
    expect(original.bytes.equals(paper)).toBe(true);
  });

  it("asks when many files vanish, deletes nothing meanwhile, and lets them go when told to", async () => {
    await writeMany(30);
    const id = await watch();
    await until(async () => (await countOf()) === 30);
    await untilState(id, "watching");
    for (let n = 0; n < 25; n++) await rm(at(`${n}.md`));
    await untilState(id, "asking");
    expect(await folderOf(id)).toMatchObject({ vanished: 25, reason: expect.stringContaining("25 files disappeared") });
    expect(await countOf()).toBe(30);
    await server.send("POST", `/api/folders/${id}/resume`, { deletions: "accept" });
    await until(async () => (await countOf()) === 5);
    await untilState(id, "watching");
  });

  it("keeps the notes of vanished files when told to restore, and takes the files back when they return", async () => {
    await writeMany(25);
    const id = await watch();
    await until(async () => (await countOf()) === 25);
    await untilState(id, "watching");
    await rename(root, `${root}-away`);
    await untilState(id, "asking");
    expect(await folderOf(id)).toMatchObject({ vanished: 25, reason: "the folder is not there" });
    await rename(`${root}-away`, root);
    await untilState(id, "watching");
    for (let n = 0; n < 25; n++) await rm(at(`${n}.md`));
    await untilState(id, "asking");
    await server.send("POST", `/api/folders/${id}/resume`, { deletions: "restore" });
    await untilState(id, "watching");
    expect(await countOf()).toBe(25);
    await write("3.md", "# Back\nechidna\n");
    await untilFound("echidna", ["3.md"]);
  });

  it("does not ask about a folder that was renamed", async () => {
    for (let n = 0; n < 25; n++) await write(`old/${n}.md`, `wombat ${n}`);
    const id = await watch();
    await until(async () => (await countOf()) === 25);
    await untilState(id, "watching");
    await rename(at("old"), at("new"));
    await until(async () => {
      const names: string[] = (await server.get("/api/content/computer")).json();
      return names.length === 25 && names.every((name) => name.includes("/new/"));
    });
    expect((await folderOf(id)).state).toBe("watching");
  });

  it("stays as it is while paused and catches up when resumed", async () => {
    await write("a.md", "numbat");
    const id = await watch();
    await untilFound("numbat", ["a.md"]);
    expect((await server.send("POST", `/api/folders/${id}/pause`, {})).json().state).toBe("paused");
    await write("b.md", "quokka");
    await rm(at("a.md"));
    await server.send("POST", `/api/folders/${id}/resume`, {});
    await untilFound("quokka", ["b.md"]);
    await untilFound("numbat", []);
  });

  it("excludes a file that is deleted in the page, until the exclusion is taken back", async () => {
    await write("a.md", "numbat");
    await watch();
    await untilFound("numbat", ["a.md"]);
    await server.request("DELETE", `/api/content/file?filename=${encodeURIComponent(at("a.md"))}`);
    expect(await found("numbat")).toEqual([]);
    await write("a.md", "numbat again");
    await write("b.md", "quokka");
    await untilFound("quokka", ["b.md"]);
    expect(await found("numbat")).toEqual([]);
    expect(await readFile(at("a.md"), "utf8")).toBe("numbat again");
    const [exclusion] = (await server.get("/api/content/exclusions")).json().items;
    expect(exclusion.file_name).toBe(at("a.md"));
    await server.request("DELETE", `/api/content/exclusions/${exclusion.id}`);
    await untilFound("numbat", ["a.md"]);
  });

  it("takes its notes along when it is no longer watched, and leaves the files", async () => {
    await write("a.md", "numbat");
    const id = await watch();
    await untilFound("numbat", ["a.md"]);
    expect((await server.request("DELETE", `/api/folders/${id}`)).status).toBe(200);
    expect(await found("numbat")).toEqual([]);
    expect((await server.get("/api/folders")).json()).toEqual({ folders: [] });
    expect(await readFile(at("a.md"), "utf8")).toBe("numbat");
  });

  it.each([
    ["notes", /not a whole path/],
    ["/", /the whole disk/],
    ["/nowhere/at/all", /is not there/],
    ["/proc/self", /holds no notes/],
  ])("is refused as %s", async (given, reason) => {
    const answer = await server.send("POST", "/api/folders", { path: given });
    expect([answer.status, answer.json().detail]).toEqual([400, expect.stringMatching(reason)]);
  });

  it("is refused by a link to what may not be named itself", async () => {
    const log = path.join(server.dataDirectory, "log");
    for (const [place, reason] of [
      ["/", /the whole disk/],
      [log, /the data directory/],
      [path.dirname(server.dataDirectory), /the data directory/],
    ] as const) {
      await rm(at("link"), { force: true });
      await symlink(place, at("link"));
      const answer = await server.send("POST", "/api/folders", { path: at("link") });
      expect([answer.status, answer.json().detail]).toEqual([400, expect.stringMatching(reason)]);
    }
  });

  it("reads no further in a file without end than what is taken of one, and goes on with the others", async () => {
    await write("a-endless.md", "");
    await truncate(at("a-endless.md"), 2 ** 42);
    await write("b.md", "numbat");
    await watch();
    await untilFound("numbat", ["b.md"]);
    const { items } = (await server.get("/api/content/status?q=endless")).json();
    expect(items).toMatchObject([{ state: "skipped", reason: expect.stringMatching(/larger than/) }]);
  });

  it("is refused twice, and a folder inside it", async () => {
    await mkdir(at("sub"));
    await watch();
    for (const given of [root, at("sub")])
      expect((await server.send("POST", "/api/folders", { path: given })).status).toBe(409);
  });
});

describe("after a restart", () => {
  it("folders are there again, and what happened meanwhile is found", async () => {
    const database = await openTestDatabase();
    const first = await startTestServer({ database });
    await write("a.md", "numbat");
    await first.send("POST", "/api/folders", { path: root });
    await until(async () => (await first.get("/api/search?q=numbat")).json().length === 1);
    await first.stop();
    await write("b.md", "quokka");
    await rm(at("a.md"));
    const second = await startTestServer({ database, config: { notes: [root] } });
    await until(async () => (await second.get("/api/search?q=quokka")).json().length === 1);
    await until(async () => (await second.get("/api/search?q=numbat")).json().length === 0);
    expect((await second.get("/api/folders")).json().folders).toHaveLength(1);
    await second.stop();
    await database.drop();
  });
});
