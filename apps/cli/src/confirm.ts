import { createInterface } from "node:readline/promises";
import { badRequest } from "@khoj/contract";

/** Says what will happen and goes on only when a person agrees, here or beforehand by `--yes`. */
export async function confirm(what: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) throw badRequest(`${what} If that is meant, say --yes.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${what} Type yes to go on: `).finally(() => terminal.close());
  if (answer.trim().toLowerCase() !== "yes") throw badRequest("Nothing was changed.");
}
