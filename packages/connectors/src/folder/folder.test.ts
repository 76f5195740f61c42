import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rename, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { collect, follow, isItem, namesOf, testConnector, textOf } from "../testing/test-connector.ts";
import { folder } from "./folder.ts";

const quick = { settle: 30, pollEvery: 60 };

const openFolder = (poll: boolean) => async () => {
  const root = await mkdtemp(path.join(tmpdir(), "khoj-folder-"));
  const at = (name: string): string => path.join(root, name);
  return {
    options: { path: root, poll, ...quick },
    nameOf: at,
    async write(name: string, text: string) {
      await mkdir(path.dirname(at(name)), { recursive: true });
      await writeFile(at(name), text);
    },
    remove: (name: string) => rm(at(name)),
    rename: (from: string, to: string) => rename(at(from), at(to)),
    close: () => rm(root, { recursive: true, force: true }),
  };
};

testConnector(folder, openFolder(false));
testConnector({ ...folder, name: "a polled folder" }, openFolder(true));

describe("a folder", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "khoj-folder-"));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const options = () => ({ path: root, poll: false, ...quick });
  const read = () => collect(folder.read(options(), { signal: new AbortController().signal, follow: false }));
  const skipped = async () =>
    new Map(
      (await read()).flatMap((change) =>
        change.kind === "skipped" ? [[path.relative(root, change.name), change.reason] as const] : [],
      ),
    );

  it("leaves out hidden things, links, FIFOs, sockets and devices, each with a reason", async () => {
    await mkdir(path.join(root, ".obsidian"));
    await writeFile(path.join(root, ".obsidian", "app.json"), "{}");
    await writeFile(path.join(root, ".secret.md"), "x");
    await writeFile(path.join(root, "real.md"), "x");
    await symlink("/etc/passwd", path.join(root, "passwd.md"));
    await symlink("/etc", path.join(root, "etc"));
    await symlink("real.md", path.join(root, "inner.md"));
    execFileSync("mkfifo", [path.join(root, "pipe.md")]);
    const socket = createServer().listen(path.join(root, "sock.md"));
    await new Promise((resolve) => socket.once("listening", resolve));
    const reasons = await skipped();
    expect(Object.fromEntries(reasons)).toEqual({
      ".obsidian": "a hidden folder",
      ".secret.md": "a hidden file",
      "passwd.md": "a link; only what lies in the folder itself is read",
      etc: "a link; only what lies in the folder itself is read",
      "inner.md": "a link; only what lies in the folder itself is read",
      "pipe.md": "a FIFO, not a file",
      "sock.md": "a socket, not a file",
    });
    expect(namesOf(await read())).toEqual([path.join(root, "real.md")]);
    await new Promise((resolve) => socket.close(resolve));
  });

  it("reads nothing outside when a folder is exchanged for a link meanwhile", async () => {
    await mkdir(path.join(root, "sub"));
    await writeFile(path.join(root, "sub", "passwd"), "mine");
    const [item] = (await read()).flatMap((change) => (change.kind === "item" ? [change.item] : []));
    await rename(path.join(root, "sub"), path.join(root, ".gone"));
    await symlink("/etc", path.join(root, "sub"));
    await expect(item && textOf(item)).rejects.toThrow("a link out of the folder");
  });

  it("keeps names with newlines, of bytes that are no text, of both Unicode forms, of twins in case and of full length apart", async () => {
    const names = [
      "line\nbreak.md",
      "caf\u00e9.md",
      "cafe\u0301.md",
      "Twin.md",
      "twin.md",
      `${"n".repeat(252)}.md`,
      "🏮.md",
    ];
    for (const name of names) await writeFile(path.join(root, name), name);
    await writeFile(Buffer.concat([Buffer.from(`${root}/bad`), Buffer.from([0xff]), Buffer.from(".md")]), "bad one");
    await writeFile(Buffer.concat([Buffer.from(`${root}/bad`), Buffer.from([0xfe]), Buffer.from(".md")]), "bad two");
    const items = (await read()).flatMap((change) => (change.kind === "item" ? [change.item] : []));
    expect(items.map((item) => item.relativeName).sort()).toEqual([...names, "bad\\xff.md", "bad\\xfe.md"].sort());
    const bad = items.find((item) => item.relativeName === "bad\\xff.md");
    expect(bad && (await textOf(bad))).toBe("bad one");
  });

  it("keeps to .khojignore, also to one further down and to exceptions", async () => {
    await mkdir(path.join(root, "work/private"), { recursive: true });
    await writeFile(path.join(root, ".khojignore"), "*.log\n/work/private/\n");
    await writeFile(path.join(root, "work/.khojignore"), "draft*\n!draft-kept.md\n");
    for (const name of ["a.md", "a.log", "work/b.md", "work/draft.md", "work/draft-kept.md", "work/private/c.md"])
      await writeFile(path.join(root, name), name);
    expect(namesOf(await read()).map((name) => path.relative(root, name))).toEqual([
      "a.md",
      "work/b.md",
      "work/draft-kept.md",
    ]);
    expect(Object.fromEntries(await skipped())).toEqual({
      "a.log": ".khojignore",
      "work/draft.md": ".khojignore",
      "work/private": ".khojignore",
    });
  });

  it("leaves everything out beside a .khojignore that is there and cannot be read", async () => {
    for (const name of ["open.md", "linked/diary.md", "long/diary.md"]) {
      await mkdir(path.dirname(path.join(root, name)), { recursive: true });
      await writeFile(path.join(root, name), name);
    }
    await symlink(path.join(root, "open.md"), path.join(root, "linked/.khojignore"));
    await writeFile(path.join(root, "long/.khojignore"), `diary.md\n${"# so much to say\n".repeat(70_000)}`);
    expect(namesOf(await read())).toEqual([path.join(root, "open.md")]);
    expect(Object.fromEntries(await skipped())).toEqual({
      "linked/diary.md": ".khojignore",
      "long/diary.md": ".khojignore",
    });
  });

  it("takes a new .khojignore at its word at once", async () => {
    await writeFile(path.join(root, "a.md"), "x");
    const live = follow(folder, options());
    await live.until((change) => change.kind === "following");
    await writeFile(path.join(root, ".khojignore"), "a.md\n");
    await live.until((change) => change.kind === "skipped" && change.name === path.join(root, "a.md"));
    await live.stop();
  });

  it("never writes: bytes and times stay", async () => {
    const file = path.join(root, "a.md");
    await writeFile(file, "text");
    await utimes(file, 1_000_000_000, 1_000_000_000);
    const live = follow(folder, options());
    await live.until((change) => change.kind === "following");
    for (const change of live.changes) if (change.kind === "item") await textOf(change.item);
    await live.stop();
    expect(await readFile(file, "utf8")).toBe("text");
    expect((await stat(file)).mtimeMs).toBe(1_000_000_000_000);
  });

  it("tells a renamed folder's notes by their identity", async () => {
    await mkdir(path.join(root, "old"));
    await writeFile(path.join(root, "old", "a.md"), "x");
    const live = follow(folder, options());
    await live.until((change) => change.kind === "following");
    await rename(path.join(root, "old"), path.join(root, "new"));
    await live.until((change) => isItem(change, path.join(root, "new", "a.md")));
    await live.until((change) => change.kind === "gone");
    const identities = live.changes.flatMap((change) =>
      change.kind === "item" ? [change.item.identity] : change.kind === "gone" ? [change.identity] : [],
    );
    expect(new Set(identities).size).toBe(1);
    await writeFile(path.join(root, "new", "b.md"), "y");
    await live.until((change) => isItem(change, path.join(root, "new", "b.md")));
    await live.stop();
  });

  it("watches a folder that was removed and made again", async () => {
    await mkdir(path.join(root, "sub"));
    const live = follow(folder, options());
    await live.until((change) => change.kind === "following");
    await rm(path.join(root, "sub"), { recursive: true });
    await mkdir(path.join(root, "sub"));
    await writeFile(path.join(root, "sub", "a.md"), "x");
    await live.until((change) => isItem(change, path.join(root, "sub", "a.md")));
    await writeFile(path.join(root, "sub", "b.md"), "y");
    await live.until((change) => isItem(change, path.join(root, "sub", "b.md")));
    await live.stop();
  });

  it("says nothing of its notes while the folder itself is away, and is complete when it is back", async () => {
    await writeFile(path.join(root, "a.md"), "x");
    const live = follow(folder, options());
    await live.until((change) => change.kind === "following");
    await live.until((change) => change.kind === "complete");
    await rename(root, `${root}-away`);
    await live.until((change) => change.kind === "unreachable");
    await rename(`${root}-away`, root);
    await live.until((change) => change.kind === "complete");
    await live.stop();
    expect(live.changes.some((change) => change.kind === "gone")).toBe(false);
  });

  it("says so when there never was such a folder, and begins when it comes", async () => {
    await rm(root, { recursive: true });
    const live = follow(folder, options());
    await live.until((change) => change.kind === "unreachable" && change.reason === "the folder is not there");
    await mkdir(root);
    await writeFile(path.join(root, "a.md"), "x");
    await live.until((change) => isItem(change, path.join(root, "a.md")));
    await live.stop();
  });
});
