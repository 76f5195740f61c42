import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { KhojError } from "@khoj/contract";
import { describe, expect, it } from "vitest";
import { openLog } from "./log.ts";
import { openRotatingFile } from "./rotating-file.ts";
import { makeApiKey } from "./secrets/api-key.ts";

const aFile = () => path.join(mkdtempSync(path.join(tmpdir(), "khoj-log-")), "khoj.log");
function aLog(verbosity: number, isTTY: boolean) {
  const shown: string[] = [];
  const file = aFile();
  const { log } = openLog({ file, verbosity, terminal: { isTTY, write: (text) => shown.push(text) } });
  return { log, shown, kept: () => readFileSync(file, "utf8"), file };
}

describe("the log", () => {
  it("shows a person a line of words, and keeps JSON in a file for the owner's eyes", () => {
    const { log, shown, kept, file } = aLog(0, true);
    log.warn({ folder: "/notes" }, "the folder is gone");
    expect(shown.join("")).toMatch(/^\d\d:\d\d:\d\d warning the folder is gone folder=\/notes\n$/);
    expect(JSON.parse(kept())).toMatchObject({ level: 40, folder: "/notes", msg: "the folder is gone" });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("keeps requests in the file, and shows them when asked with -v", () => {
    const quiet = aLog(0, false);
    const verbose = aLog(1, false);
    for (const { log } of [quiet, verbose]) log.debug({ path: "/api/health" });
    expect([quiet.shown.length, verbose.shown.length]).toEqual([0, 1]);
    expect(quiet.kept()).toContain("/api/health");
  });

  it.each([true, false])("takes keys, tokens and cookies out of whatever it is given (terminal: %s)", (isTTY) => {
    const { log, shown, kept } = aLog(0, isTTY);
    const { key } = makeApiKey("kk-");
    const token = "t".repeat(43);
    log.info(
      { deep: { header: `Bearer ${key}` }, list: [key], url: `/auth/magic?token=${token}` },
      `a key ${key} and khoj-0a1b2c3d=${token}`,
    );
    log.error({ error: new KhojError("internal", `refused ${key}`) });
    for (const text of [shown.join(""), kept()]) {
      expect(text).toContain("/auth/magic");
      for (const secret of [key.slice(9, -6), token]) expect(text).not.toContain(secret);
    }
  });

  it("keeps the place of an error, its message only where it cannot quote a note", () => {
    const { log, kept } = aLog(0, false);
    const quoting = new SyntaxError("Unexpected token in 'my secret diary'");
    log.error({ error: new KhojError("internal", "the index thread ended", { cause: quoting }) });
    expect(kept()).toContain("the index thread ended");
    expect(kept()).toContain("log.test.ts");
    expect(kept()).not.toContain("diary");
  });

  it("says in a sentence when its file cannot be written", () => {
    const open = () => openLog({ file: "/no/such/folder/khoj.log", verbosity: 0, terminal: process.stderr });
    expect(open).toThrow("the log /no/such/folder/khoj.log cannot be written (ENOENT); give --log-file another path");
  });

  it("turns a full file over and keeps as many as it should", () => {
    const file = aFile();
    const rotating = openRotatingFile(file, 100, 3);
    for (let number = 0; number < 50; number += 1) rotating.write(`line ${number} ${"x".repeat(20)}\n`);
    rotating.close();
    expect(readdirSync(path.dirname(file)).sort()).toEqual(["khoj.log", "khoj.log.1", "khoj.log.2"]);
    expect(readFileSync(file, "utf8")).toContain("line 49");
  });

  it("goes on in a full file that cannot be turned over", () => {
    const file = aFile();
    const rotating = openRotatingFile(file, 100, 2);
    mkdirSync(`${file}.1`);
    for (let number = 0; number < 50; number += 1) rotating.write(`line ${number} ${"x".repeat(20)}\n`);
    rotating.close();
    expect(readFileSync(file, "utf8")).toContain("line 49");
  });
});
