import { constants } from "node:fs";
import { type FileHandle, lstat, open, realpath } from "node:fs/promises";
import { SkipItem } from "../connector.ts";
import { type BytePath, joinBytes } from "./entry-name.ts";

/**
 * Opens a note for reading, and only a note: no link is followed, no device, FIFO or socket is waited for, and what was
 * opened must lie inside the folder even when somebody exchanges a folder for a link meanwhile.
 */
async function openNote(root: BytePath, relative: BytePath): Promise<FileHandle> {
  const path = joinBytes(root, relative);
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    throw new SkipItem(reasonOf(error), { cause: error });
  });
  try {
    const opened = await handle.stat();
    if (!opened.isFile()) throw new SkipItem("not a regular file");
    const real = await realpath(path, "buffer").catch((cause: unknown) => {
      throw new SkipItem("it went away while it was read", { cause });
    });
    const realRoot = await realpath(root, "buffer");
    const there = await lstat(real);
    if (!isInside(realRoot, real) || there.ino !== opened.ino || there.dev !== opened.dev)
      throw new SkipItem("a link out of the folder");
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

export async function* readNote(root: BytePath, relative: BytePath): AsyncGenerator<Uint8Array> {
  const handle = await openNote(root, relative);
  try {
    for (;;) {
      const piece = Buffer.allocUnsafe(64 << 10);
      const { bytesRead } = await handle.read(piece, 0, piece.length);
      if (bytesRead === 0) return;
      yield piece.subarray(0, bytesRead);
    }
  } catch (error) {
    throw new SkipItem(reasonOf(error as NodeJS.ErrnoException), { cause: error });
  } finally {
    await handle.close();
  }
}

const isInside = (root: Buffer, path: Buffer): boolean =>
  root.equals(Buffer.from("/")) ||
  (path.subarray(0, root.length).equals(root) && path[root.length] === "/".charCodeAt(0));

const reasons: Readonly<Record<string, string>> = {
  EACCES: "the server may not read it",
  EPERM: "the server may not read it",
  ELOOP: "a link",
  ENOENT: "it went away while it was read",
  ENOTDIR: "it went away while it was read",
  ENXIO: "not a regular file",
  EIO: "the disk cannot read it",
  ENAMETOOLONG: "its name is too long",
  EMFILE: "too many files are open",
  ESTALE: "its network folder went away",
};

export const reasonOf = (error: NodeJS.ErrnoException): string =>
  reasons[error.code ?? ""] ?? `it cannot be read (${error.code ?? error.name})`;
