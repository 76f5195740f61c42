import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Folder } from "@khoj/contract";
import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let database: TestDatabase;
let dataDirectory: string;
let root: string;
let server: TestServer;
beforeEach(async () => {
  [database, dataDirectory, root] = await Promise.all([
    openTestDatabase(),
    mkdtemp(path.join(tmpdir(), "khoj-data-")),
    mkdtemp(path.join(tmpdir(), "khoj-notes-")),
  ]);
  server = await startTestServer({ database, dataDirectory });
});
afterEach(async () => {
  await server.stop();
  await database.drop();
  for (const place of [dataDirectory, root]) await rm(place, { recursive: true, force: true });
});

const at = (name: string): string => path.join(root, name);
const write = async (stem: string, count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await writeFile(at(`${stem}${n}.md`), `# Note\nwombat ${stem} ${n}\n`);
};
const vanish = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await rm(at(`old${n}.md`));
};
const folder = async (): Promise<Folder> => (await server.get("/api/folders")).json().folders[0];
const names = async (): Promise<string[]> => (await server.get("/api/content/computer")).json();

/** Waits for something to become true; the test's own time limit ends it. */
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await wait(50);
}
const untilState = (state: Folder["state"]): Promise<void> => until(async () => (await folder()).state === state);
const untilCount = (count: number): Promise<void> => until(async () => (await names()).length === count);
const resume = async (body: object): Promise<unknown> =>
  server.send("POST", `/api/folders/${(await folder()).id}/resume`, body);
const restart = async (meanwhile: () => Promise<void> = async () => {}): Promise<void> => {
  await server.stop();
  await meanwhile();
  server = await startTestServer({ database, dataDirectory });
};

/** A hundred notes of which 25 vanish. */
const untilAsked = async (): Promise<void> => {
  await write("old", 100);
  await server.send("POST", "/api/folders", { path: root });
  await untilCount(100);
  await untilState("watching");
  await vanish(25);
  await untilState("asking");
};

describe("a question about vanished files", () => {
  it("is open after a restart, also when they are no longer a fifth, and takes its answer then", async () => {
    await untilAsked();
    await restart(() => write("new", 60));
    await untilState("asking");
    expect(await folder()).toMatchObject({ vanished: 25, reason: expect.stringContaining("25 files disappeared") });
    await untilCount(160);
    await rm(at("new0.md"));
    await wait(2000);
    expect(await names()).toHaveLength(160);
    await resume({ deletions: "accept" });
    await untilCount(134);
    await untilState("watching");
  });

  it("is open after the rules have changed", async () => {
    await untilAsked();
    await write("new", 60);
    await untilCount(160);
    await server.send("PUT", "/api/content/ignore", { rules: "new0.md" });
    await untilCount(159);
    await wait(2000);
    await untilState("asking");
    expect((await folder()).vanished).toBe(25);
    expect(await names()).toHaveLength(159);
  });

  it("is open after a pause, a restart and going on without an answer", async () => {
    await untilAsked();
    await server.send("POST", `/api/folders/${(await folder()).id}/pause`, {});
    await restart(() => write("new", 60));
    expect((await folder()).state).toBe("paused");
    await resume({});
    await untilState("asking");
    expect((await folder()).vanished).toBe(25);
  });

  it("is gone after a restart when all of them are back", async () => {
    await untilAsked();
    await restart(() => write("old", 25));
    await untilState("watching");
    expect(await names()).toHaveLength(100);
    await restart();
    await untilState("watching");
  });
});

describe("files kept by a person's word", () => {
  it("stay after a restart, until they come back and are deleted again", async () => {
    await untilAsked();
    await resume({ deletions: "restore" });
    await untilState("watching");
    await restart(() => write("new", 60));
    await untilCount(160);
    await rm(at("new0.md"));
    await untilCount(159);
    await writeFile(at("old3.md"), "# Back\nechidna\n");
    await until(async () => (await server.get("/api/search?q=echidna")).json().length === 1);
    await restart(() => rm(at("old3.md")));
    await untilCount(158);
    expect(await names()).not.toContain(at("old3.md"));
  });

  it("are neither counted nor deleted with those that vanish later", async () => {
    await untilAsked();
    await resume({ deletions: "restore" });
    await untilState("watching");
    for (let n = 25; n < 65; n++) await rm(at(`old${n}.md`));
    await untilState("asking");
    // It asks as soon as enough are gone, and the last may go a moment later.
    await until(async () => (await folder()).vanished === 40);
    await resume({ deletions: "accept" });
    await untilCount(60);
    await untilState("watching");
  });
});
