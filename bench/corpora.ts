import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the shared texts stand: `KHOJ_CORPORA`, or beside the checkout. Ends the program with a sentence where they do not. */
export function corporaFolder(): string {
  const folder = process.env.KHOJ_CORPORA ?? join(import.meta.dirname, "../../shared/corpora");
  if (!existsSync(join(folder, "xquad"))) {
    console.error(`No corpora in ${folder}: set KHOJ_CORPORA to their folder. Nothing was measured.`);
    process.exit(1);
  }
  return folder;
}

/** Every text file below a folder of the corpora whose name ends so. */
export function corpusTexts(folder: string, ending: string): { fileName: string; text: string }[] {
  const root = join(corporaFolder(), folder);
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => ({ fileName: name, text: readFileSync(join(root, name), "utf8") }));
}
