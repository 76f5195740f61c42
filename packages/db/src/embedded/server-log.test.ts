import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openServerLog } from "./server-log.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "khoj-test-"));
  file = path.join(folder, "database.log");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const line = (state: string, text: string): string => `2026-11-24 08:00:00.000 UTC [42] khoj_server ${state} ${text}`;

describe("the file of the database's log", () => {
  it("is turned at its size and keeps a fixed number of old ones, for nobody else to read", () => {
    const log = openServerLog(file, { bytes: 1000, files: 2, maxAgeDays: 7 });
    for (let number = 0; number < 200; number += 1) log.write(line("00000", `LOG:  line ${number}`));
    expect(readdirSync(folder).sort()).toEqual(["database.log", "database.log.1", "database.log.2"]);
    for (const name of readdirSync(folder)) {
      const status = statSync(path.join(folder, name));
      expect(status.size).toBeLessThan(1200);
      expect(status.mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(file, "utf8")).toContain("line 199");
  });

  it("leaves out what a statement's error quotes, over all its lines, and nothing else", () => {
    const log = openServerLog(file);
    log.write(line("22P02", 'ERROR:  invalid input syntax for type uuid: "first'));
    log.write("\tsecond");
    log.write(line("42601", 'ERROR:  syntax error in tsquery: "third"'));
    log.write(line("23505", 'ERROR:  duplicate key value violates unique constraint "documents_pkey"'));
    log.write(line("28P01", 'FATAL:  password authentication failed for user "somebody"'));
    const kept = readFileSync(file, "utf8");
    expect(kept).not.toMatch(/first|second|third/);
    expect(kept).toMatch(/22P02 ERROR: {2}invalid input syntax for type uuid: \(value left out\)/);
    expect(kept).toMatch(/documents_pkey.*somebody/s);
  });
});
