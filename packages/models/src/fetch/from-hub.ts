import path from "node:path";
import type { PinnedFile, Source } from "../catalogue/catalogue-entry.ts";
import type { AskWeb } from "./ask-web.ts";
import { download } from "./download.ts";
import type { Getting } from "./getting.ts";

type FromHub = Extract<Source, { kind: "hub" }>;

/** Gets a model's files from the hub one by one, at one revision. */
export async function fromHub(
  ask: AskWeb,
  hub: string,
  source: FromHub,
  getting: Getting & { readonly files: readonly PinnedFile[] },
): Promise<void> {
  const of = getting.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  for (const pinned of getting.files) {
    const place = `${source.repository}/resolve/${source.revision}/${source.folder ?? ""}${pinned.name}`;
    const kept = await download(ask, {
      address: new URL(`${hub.replace(/\/+$/, "")}/${place}`),
      file: path.join(getting.to, pinned.name),
      pinned,
      what: pinned.name,
      onBytes: (bytes) => getting.onProgress?.(before + bytes, Math.max(of, before + bytes)),
      signal: getting.signal,
    });
    before += kept.bytes;
  }
}
