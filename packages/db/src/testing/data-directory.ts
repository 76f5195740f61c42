import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findSystemUser } from "../embedded/system-user.ts";

/** A data directory for one test, which the database's account may enter. Call `remove` when nothing runs in it. */
export async function makeDataDirectory(): Promise<{ readonly directory: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(path.join(tmpdir(), "khoj-test-"));
  const user = findSystemUser();
  if (user !== undefined) await chown(directory, user.uid, user.gid);
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}
