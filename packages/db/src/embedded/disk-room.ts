import { statfs } from "node:fs/promises";

/** What PostgreSQL must always find, or it stops altogether: some segments, of 16 MB each, of its log of changes. */
const reserve = 48 * 2 ** 20;

/** Why `bytes` more cannot be taken by the disk of `folder`; undefined when they can. */
export async function whyNoRoom(folder: string, bytes: number): Promise<string | undefined> {
  const { bavail, bsize } = await statfs(folder);
  const left = bavail * bsize;
  if (left >= reserve + bytes) return undefined;
  return `the disk of the database is full (${Math.floor(left / 2 ** 20)} MB left); free some room, nothing acknowledged was lost`;
}
