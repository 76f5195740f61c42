import { once } from "node:events";
import type { ServerResponse } from "node:http";

/** Writes as fast as the other side reads. */
export async function writePiece(response: ServerResponse, data: string | Uint8Array): Promise<void> {
  if (response.destroyed || data.length === 0) return;
  if (response.write(data)) {
    // A client that goes away is noticed between pieces.
    await new Promise(setImmediate);
    return;
  }
  const heard = new AbortController();
  const { signal } = heard;
  await Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })]).finally(() =>
    heard.abort(),
  );
}
