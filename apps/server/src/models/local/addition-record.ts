import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { findInstalled, partPrefix, removeInstalled } from "@khoj/models";

/** The folder that the server's own addition fills; one at a time. */
export const additionPart = `${partPrefix}local-addition`;

/** What is on its way in, on the disk as long as it is: a server that starts anew knows what the one before did not end. */
interface AdditionRecord {
  readonly file: string;
  /** What it is called in the folder of models. */
  readonly name: string;
}

const placeOf = (models: string): string => path.join(models, ".local-addition.json");

export const recordAddition = (models: string, record: AdditionRecord): Promise<void> =>
  writeFile(placeOf(models), JSON.stringify(record), { mode: 0o600 });

export const forgetAddition = (models: string): Promise<void> => rm(placeOf(models), { force: true });

/**
 * Takes away what an addition left that was not ended, and answers its file's name; undefined where none is. `isEntered`:
 * the model answers, so that its file is not half-done.
 */
export async function removeUnended(
  models: string,
  isEntered: (name: string) => Promise<boolean>,
): Promise<string | undefined> {
  await rm(path.join(models, additionPart), { recursive: true, force: true });
  const told = await readFile(placeOf(models), "utf8").catch(() => undefined);
  if (told === undefined) return undefined;
  const record = readRecord(told);
  const isDone = record !== undefined && (await isEntered(record.name));
  if (record !== undefined && !isDone) {
    const installed = await findInstalled(models, record.name).catch(() => undefined);
    if (installed?.purpose === "chat") await removeInstalled(models, record.name);
  }
  await forgetAddition(models);
  return isDone ? undefined : record?.file;
}

/** One that was cut when the machine stopped says nothing. */
function readRecord(text: string): AdditionRecord | undefined {
  try {
    const { file, name } = JSON.parse(text);
    return typeof file === "string" && typeof name === "string" ? { file, name } : undefined;
  } catch {
    return undefined;
  }
}
