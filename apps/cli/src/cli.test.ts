import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../../server/src/testing/start-test-server.ts";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));
let server: TestServer;
let folder: string;

const khoj = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...args],
      { env: { PATH: process.env.PATH, HOME: folder, KHOJ_EMBEDDING: "none" } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
const here = (...args: string[]) => khoj(...args, "--url", server.url);

beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(path.join(tmpdir(), "khoj-cli-"));
  // Started as root, the database runs as another user, who must be able to enter.
  await chmod(folder, 0o755);
  await mkdir(path.join(folder, "notes"));
  await writeFile(
    path.join(folder, "notes", "lighthouse.md"),
    "# Lighthouse\nThe keeper counted 5403 puffins in March.\n",
  );
  await writeFile(path.join(folder, "notes", "bread.org"), "* Oven\nThe oven must be hot before baking.\n");
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

describe("khoj", () => {
  it("prints its version and a help that fits a screen", async () => {
    expect((await khoj("--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    const { code, out } = await khoj("--help");
    expect(code).toBe(0);
    expect(out.split("\n").length).toBeLessThanOrEqual(30);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it.each([[["serve", "--help"]], [["--port=0", "-h"]]])(
    "%j lists the flags of serve, and starts nothing",
    async (args) => {
      const { code, out } = await khoj(...args);
      expect(code).toBe(0);
      for (const flag of ["--anonymous-mode", "--port", "--data", "--sslcert"]) expect(out).toContain(flag);
    },
  );

  it("asks no other server when none runs on the directory that was named", async () => {
    const { code, err } = await khoj("search", "puffins", "--data", path.join(folder, "nobody's"));
    expect(code).toBe(1);
    expect(err).toContain("No server runs on");
  });

  it("exits with 2 on wrong usage and says what is right", async () => {
    const unknown = await here("frobnicate");
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.err).toContain("no such command");
    expect(await here("search", "x", "--limit", "many")).toMatchObject({ code: 2 });
    expect(await here("search", "x", "--nonsense")).toMatchObject({ code: 2 });
  });

  it("exits with 1 when no server answers, in a sentence", async () => {
    const { code, err } = await khoj("search", "puffins", "--url", "http://127.0.0.1:9");
    expect(code).toBe(1);
    expect(err).toMatch(/^khoj: /);
    expect(err).not.toContain("at async");
  });

  it("indexes a folder, then finds, answers and lists what it holds", async () => {
    const indexed = await here("index", path.join(folder, "notes"));
    expect(indexed).toMatchObject({ code: 0 });
    expect(indexed.out).toContain("2 of 2 files taken");

    const found = await here("search", "puffins");
    expect(found.out).toMatch(/lighthouse\.md:\d+ {2}words$/m);
    const hits = JSON.parse((await here("search", "puffins", "--json")).out);
    expect(hits[0].additional.file).toBe(path.join(folder, "notes", "lighthouse.md"));

    const answer = await here("ask", "how many puffins were counted?");
    expect(answer.out).toContain("5403 puffins");
    expect(answer.out).toContain("lighthouse.md");
    expect(answer.out).not.toContain("/?open=");
    expect(answer.out).toMatch(/^\[1\] .*lighthouse\.md:\d+$/m);
    expect(answer.out).not.toMatch(/^ {4}/m);
    const whole = await here("ask", "how many puffins were counted?", "--passages");
    expect(whole.out).toMatch(/^ {4}.*5403 puffins/m);

    const listed = JSON.parse((await here("files", "--json")).out);
    expect(listed.items.map((item: { file_name: string }) => path.basename(item.file_name)).sort()).toEqual([
      "bread.org",
      "lighthouse.md",
    ]);
  });

  it("names a file it could not send, sends the others and exits with 1", async () => {
    await writeFile(path.join(folder, "notes", "empty.md"), "");
    const { code, out } = await here("index", path.join(folder, "notes"));
    expect(code).toBe(1);
    expect(out).toContain("2 of 3 files taken");
    expect(out).toContain("empty.md");
    await rm(path.join(folder, "notes", "empty.md"));
  });

  it("says so when nothing is found, and that is no failure", async () => {
    const { code, out } = await here("search", "xylophone");
    expect(code).toBe(0);
    expect(out).toMatch(/Nothing found in \d+ passages, by words\.\nMeaning did not look: no model/);
  });

  it("deletes a file so that it is found no more", async () => {
    expect((await here("files", "delete", path.join(folder, "notes", "bread.org"))).out).toContain("1 deleted");
    expect((await here("search", "oven")).out).toContain("Nothing found");
  });

  it("watches a folder, pauses and resumes it by its path, and lets go of it", async () => {
    const watched = path.join(folder, "watched");
    await mkdir(watched);
    expect(await here("folders", "add", watched)).toMatchObject({ code: 0 });
    expect((await here("folders", "pause", watched)).out).toContain("Paused");
    expect((await here("folders")).out).toMatch(/paused\s+\S+watched/);
    expect(await here("folders", "resume", watched)).toMatchObject({ code: 0 });
    expect(await here("folders", "remove", watched)).toMatchObject({ code: 0 });
    expect((await here("folders")).out).toContain("No watched folders");
    expect(await here("folders", "remove", watched)).toMatchObject({ code: 1 });
  });

  it("shows what runs as status", async () => {
    const status = JSON.parse((await here("status", "--json")).out);
    expect(status.parts.map((part: { name: string }) => part.name)).toContain("search");
    expect((await here("status")).out).toContain("Khoj");
  });

  it("lets no note move the cursor of the terminal", async () => {
    const name = path.join(folder, "notes", "evil.md");
    await writeFile(name, "# Evil\nwombat \u001b]0;owned\u0007 \u001b[2Jcleared\n");
    await here("index", name);
    const { out } = await here("search", "wombat");
    expect(out).toContain("wombat");
    expect(out).not.toContain("\u001b]0;");
    expect(out).not.toContain("\u001b[2J");
  });

  it("answers from a folder with no server running, and leaves the folder as it was", async () => {
    const notes = path.join(folder, "notes");
    const before = await readdir(notes);
    const { code, out, err } = await khoj(
      "ask",
      "--notes",
      notes,
      "--data",
      path.join(folder, "own"),
      "how many puffins?",
    );
    expect(code, err).toBe(0);
    expect(out).toContain("5403 puffins");
    expect(await readdir(notes)).toEqual(before);
  });
});
