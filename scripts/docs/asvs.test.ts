import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const page = readFileSync(path.join(root, "docs/asvs.md"), "utf8");
const rows = [...page.matchAll(/^\| (V\d+\.\d+\.\d+) \| ([12]) \| (.+) \|$/gm)].map(([, id, level, shown]) => ({
  id,
  level,
  shown,
}));
const contract = process.env.KHOJ_CONTRACT ?? path.join(root, "../shared/contract");
const list = path.join(contract, "../design/asvs-5.0.0.csv");
const chapters = ["V3", "V4", "V6", "V7", "V8", "V10", "V11", "V12", "V13", "V16"];

describe("the map of ASVS requirements", () => {
  it(`has each id of levels 1 and 2 once${existsSync(list) ? "" : " (not run: the list of requirements is not here)"}`, (test) => {
    if (!existsSync(list)) return test.skip();
    const wanted = [...readFileSync(list, "utf8").matchAll(/^(V\d+),.*?,(V\d+\.\d+\.\d+),[\s\S]*?,(\d)\r?$/gm)];
    const ids = wanted.flatMap(([, chapter = "", id, level]) =>
      chapters.includes(chapter) && level !== "3" ? [id] : [],
    );
    expect(rows.map(({ id }) => id).sort()).toEqual(ids.sort());
    return undefined;
  });

  it("names files that are there, and says why where it names none", () => {
    const gone = rows.flatMap(({ id, shown = "" }) =>
      [...shown.matchAll(/`([^`]+\.(?:test\.tsx?))`/g)].flatMap(([, file = ""]) =>
        existsSync(path.join(root, file)) ? [] : [`${id}: ${file}`],
      ),
    );
    expect(gone).toEqual([]);
    const silent = rows.filter(
      ({ shown = "" }) => !/\.test\.tsx?`|access\.md|Not applicable, or by construction: ./.test(shown),
    );
    expect(silent).toEqual([]);
  });
});
