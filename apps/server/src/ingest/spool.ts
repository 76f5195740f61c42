import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, unlink } from "node:fs/promises";
import path from "node:path";
import { KhojError } from "@khoj/contract";

/** A place on disk for one large file on its way in. It has no name: when the process ends, it is gone. */
export interface Spool {
  write(piece: Uint8Array): Promise<void>;
  /** From the start, as often as asked. */
  read(): AsyncGenerator<Uint8Array>;
  release(): Promise<void>;
}

const readLength = 256 << 10;

export async function openSpool(directory: string): Promise<Spool> {
  const handle = await openNameless(directory).catch(sayFull);
  let end = 0;
  return {
    async write(piece) {
      for (let done = 0; done < piece.length; ) {
        const { bytesWritten } = await handle.write(piece, done, piece.length - done, end).catch(sayFull);
        done += bytesWritten;
        end += bytesWritten;
      }
    },
    async *read() {
      for (let position = 0; position < end; ) {
        const piece = Buffer.allocUnsafe(Math.min(readLength, end - position));
        const { bytesRead } = await handle.read(piece, 0, piece.length, position);
        if (bytesRead === 0) return;
        position += bytesRead;
        yield piece.subarray(0, bytesRead);
      }
    },
    release: () => handle.close(),
  };
}

async function openNameless(directory: string): Promise<FileHandle> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const name = path.join(directory, randomUUID());
  const handle = await open(name, "wx+", 0o600);
  await unlink(name);
  return handle;
}

function sayFull(cause: NodeJS.ErrnoException): never {
  if (cause.code !== "ENOSPC") throw cause;
  throw new KhojError(
    "unavailable",
    "the disk of the data directory is full; free some room, nothing acknowledged was lost",
    { cause, retryAfter: 5 },
  );
}
