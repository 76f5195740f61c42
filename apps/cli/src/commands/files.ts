import type { FileItem, KhojClient } from "@khoj/client";
import type { FileState } from "@khoj/contract";
import type { Output } from "../output.ts";

export interface FilesFlags {
  readonly state: FileState | undefined;
  readonly page: number;
}

/** Lists files with their state and, where they are not searchable, the reason. */
export async function listFiles(
  client: KhojClient,
  output: Output,
  name: string | undefined,
  flags: FilesFlags,
): Promise<void> {
  const { items, counts } = await client.content.status({ state: flags.state, name, page: flags.page });
  output.document({ items, counts });
  for (const item of items) output.line(describe(output, item));
  const totals = Object.entries(counts).filter(([, count]) => count > 0);
  output.line(totals.length === 0 ? "No files yet." : totals.map(([state, count]) => `${count} ${state}`).join(", "));
}

/** Deletes files by name. A file of a watched folder stays on disk and is kept out of the index from now on. */
export async function deleteFiles(client: KhojClient, output: Output, names: readonly string[]): Promise<void> {
  const deleted = await client.content.remove(names);
  output.document({ deleted });
  output.line(`${deleted} deleted.`);
}

function describe(output: Output, { file_name, state, reason }: FileItem): string {
  return `${state.padEnd(8)}  ${file_name}${reason === null ? "" : output.dim(`  ${reason}`)}`;
}
