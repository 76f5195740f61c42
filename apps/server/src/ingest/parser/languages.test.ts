import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findSystemUser } from "@khoj/db";
import { languagesIn } from "@khoj/text";
import { afterAll, describe, expect, it } from "vitest";
import { toPng } from "../../../../../packages/text/src/picture-files.ts";
import { column } from "../../../../../packages/text/src/testing/make-pdf.ts";
import { makeScan } from "../../../../../packages/text/src/testing/make-scan.ts";
import { confine } from "./confinement.ts";
import { openParserPool } from "./parser-pool.ts";
import { languageFolders, prepareProgram } from "./program.ts";

/** TESSDATA_PREFIX is where tesseract itself looks first. */
const folders = [process.env.TESSDATA_PREFIX ?? "", ...languageFolders];
const hasGerman = folders.some((folder) => existsSync(path.join(folder, "deu.traineddata")));
const missing = hasGerman ? "" : " (not run: tesseract-ocr-deu is not installed)";

describe.skipIf(!hasGerman)(`scans in the languages of this system${missing}`, () => {
  const user = findSystemUser();
  let directory = "";
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it("are read with the pack that is installed: German with its umlauts", async () => {
    directory = await mkdtemp(path.join(tmpdir(), "khoj-languages-"));
    await chmod(directory, 0o711);
    const program = await prepareProgram(path.join(directory, "parsers"), user, folders);
    expect(languagesIn(program.resources.map(({ name }) => name))).toEqual(expect.arrayContaining(["eng", "deu"]));
    const lines = ["Die Möwen saßen früh auf der großen Brücke,", "während die Fähre über den Sund fährt."];
    const bytes = toPng(await makeScan(column(lines, 60, 700, 16)));
    const pool = openParserPool(async () => confine(program, user), 1);
    const file = { fileName: "scan.png", bytes: bytes.length, milliseconds: 30_000, open: () => [bytes] };
    const [outcome] = await pool.parse([file], { ocrMilliseconds: 30_000 });
    pool.stop();
    const text = outcome?.kind === "answered" ? Buffer.from(outcome.body).toString("utf8") : outcome?.reason;
    for (const word of ["Möwen", "saßen", "früh", "großen", "Brücke", "während", "Fähre", "über", "fährt"])
      expect(text).toContain(word);
  });
});
