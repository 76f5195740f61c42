import { KhojError } from "@khoj/contract";
import type { AskWeb } from "./ask-web.ts";
import { checkKept } from "./check-kept.ts";
import { type Keeping, type Kept, keepPieces } from "./keep-pieces.ts";

export interface Download {
  readonly address: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly file: string;
  readonly pinned: { readonly bytes: number; readonly sha256: string | undefined };
  /** What it is called in errors. */
  readonly what: string;
  readonly onBytes?: ((bytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How often one file is asked for, as long as each time brought some of it. */
const mostTries = 3;

/** Gets one file, held to its size and hash. An answer that is cut is asked for from where it ended. */
export async function download(ask: AskWeb, wanted: Download): Promise<Kept> {
  const { pinned, what } = wanted;
  // The size of what nobody has seen yet is known about.
  const most = pinned.sha256 === undefined ? pinned.bytes * 2 : pinned.bytes;
  const keeping = await keepPieces(wanted.file, most, wanted.onBytes);
  try {
    for (let tries = 1; ; tries++) {
      const before = keeping.kept().bytes;
      try {
        await askOnce(ask, wanted, keeping);
        break;
      } catch (error) {
        const isCut = error instanceof KhojError && error.code === "unavailable" && keeping.kept().bytes > before;
        if (!isCut || tries === mostTries || wanted.signal?.aborted) throw error;
      }
    }
    const kept = keeping.kept();
    checkKept(kept, pinned, what);
    return kept;
  } finally {
    await keeping.close();
  }
}

async function askOnce(ask: AskWeb, { address, headers, what, signal }: Download, keeping: Keeping): Promise<void> {
  const { bytes } = keeping.kept();
  const range = bytes > 0 ? { range: `bytes=${bytes}-` } : {};
  const answer = await ask(address, { headers: { ...headers, ...range }, signal });
  try {
    if (answer.status === 200) {
      if (bytes > 0) await keeping.empty();
    } else if (answer.status !== 206 || !answer.headers.get("content-range")?.startsWith(`bytes ${bytes}-`))
      throw new KhojError("not_found", `${answer.address.host} answers ${answer.status} for ${what}`);
    await keeping.add(answer.body);
  } finally {
    answer.drop();
  }
}
