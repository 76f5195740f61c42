import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { notWritable } from "./npm.mjs";
import { SetUpError } from "./set-up-error.mjs";

/** Lets one set-up at a time change the checkout; a second one waits. A lock whose process is gone is taken over. */
export async function withFolderLock(root, work) {
  const lock = path.join(root, ".tools", "set-up.lock");
  await mkdir(path.dirname(lock), { recursive: true }).catch(refuse);
  for (let told = false; !(await take(lock)); told = true) {
    if (!told) process.stderr.write("Khoj: another start is setting things up; waiting for it …\n");
    await wait(200);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock) {
  try {
    await writeFile(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") refuse(error);
    const holder = Number(await readFile(lock, "utf8").catch(() => ""));
    if (holder > 0 && !isAlive(holder)) await rm(lock, { force: true });
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function refuse(error) {
  if (error.code === "ENOSPC") throw new SetUpError("Khoj: the disk is full; set-up needs about 1 GB");
  throw new SetUpError(notWritable(path.dirname(error.path ?? "."), error.code));
}
