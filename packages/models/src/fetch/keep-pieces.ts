import { createHash, type Hash } from "node:crypto";
import { open } from "node:fs/promises";
import { KhojError } from "@khoj/contract";

export interface Kept {
  readonly bytes: number;
  readonly sha256: string;
}

/** A file being written, with the hash of what is in it so far. */
export interface Keeping {
  /** May be called again with what follows after a break. */
  add(pieces: AsyncIterable<Uint8Array>): Promise<void>;
  /** Begins anew. */
  empty(): Promise<void>;
  kept(): Kept;
  close(): Promise<void>;
}

/** Opens a file of its own (0600) that takes at most `most` bytes. */
export async function keepPieces(file: string, most: number, onBytes?: (bytes: number) => void): Promise<Keeping> {
  const handle = await open(file, "w", 0o600);
  let hash: Hash = createHash("sha256");
  let bytes = 0;
  return {
    async add(pieces) {
      for await (const piece of pieces) {
        if (bytes + piece.length > most)
          throw new KhojError("too_large", `what came is longer than the ${most} bytes it should be`);
        hash.update(piece);
        for (let at = 0; at < piece.length; )
          at += (await handle.write(piece, at, piece.length - at, bytes + at)).bytesWritten;
        bytes += piece.length;
        onBytes?.(bytes);
      }
    },
    async empty() {
      await handle.truncate(0);
      hash = createHash("sha256");
      bytes = 0;
      onBytes?.(0);
    },
    kept: () => ({ bytes, sha256: hash.copy().digest("hex") }),
    close: () => handle.close(),
  };
}

/** Keeps one stream whole. */
export async function keepStream(pieces: AsyncIterable<Uint8Array>, file: string, most: number): Promise<Kept> {
  const keeping = await keepPieces(file, most);
  try {
    await keeping.add(pieces);
    return keeping.kept();
  } finally {
    await keeping.close();
  }
}
