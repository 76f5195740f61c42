import { resolve } from "node:path";
import type { Folder, KhojClient, VanishedAnswer } from "@khoj/client";
import { notFound } from "@khoj/contract";
import type { Output } from "../output.ts";

export async function listFolders(client: KhojClient, output: Output): Promise<void> {
  const folders = await client.folders.list();
  output.document(folders);
  for (const folder of folders) output.line(describe(folder));
  if (folders.length === 0) output.line("No watched folders. Add one: khoj folders add DIR");
}

export async function addFolder(client: KhojClient, output: Output, path: string): Promise<void> {
  const folder = await client.folders.add(resolve(path));
  output.document(folder);
  output.line(describe(folder));
}

export async function removeFolder(client: KhojClient, output: Output, which: string): Promise<void> {
  const folder = await findFolder(client, which);
  await client.folders.remove(folder.id);
  output.document({ removed: folder.path });
  output.line(`No longer watching ${folder.path}. Its files stay on disk; its passages are gone from the index.`);
}

export async function pauseFolder(client: KhojClient, output: Output, which: string): Promise<void> {
  const folder = await findFolder(client, which);
  await client.folders.pause(folder.id);
  output.document({ paused: folder.path });
  output.line(`Paused ${folder.path}.`);
}

export async function resumeFolder(
  client: KhojClient,
  output: Output,
  which: string,
  deletions: VanishedAnswer | undefined,
): Promise<void> {
  const folder = await findFolder(client, which);
  await client.folders.resume(folder.id, deletions);
  output.document({ resumed: folder.path });
  output.line(`Watching ${folder.path} again.`);
}

/** A folder by its id or its path. */
async function findFolder(client: KhojClient, which: string): Promise<Folder> {
  const folders = await client.folders.list();
  const folder = folders.find(({ id, path }) => id === which || path === which || path === resolve(which));
  if (folder === undefined) throw notFound("Watched folder", which);
  return folder;
}

function describe({ id, path, state, reason, files }: Folder): string {
  return `${state.padEnd(8)}  ${path}  (${files.done} of ${files.seen} files)  ${id}${reason === null ? "" : `\n          ${reason}`}`;
}
