import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import type { UploadQuery } from "@khoj/contract";
import type { z } from "zod";
import type { Actor, From } from "../platform/actor.ts";
import { writableSpace } from "../platform/permitted-spaces.ts";
import type { FileOutcome } from "./incoming-file.ts";
import { ingestFiles } from "./ingest-files.ts";
import type { IngestRoomDeps } from "./ingest-room-deps.ts";
import { originOfClient, readUpload } from "./read-upload.ts";

interface Upload {
  readonly actor: Actor;
  readonly query: z.output<typeof UploadQuery>;
  readonly headers: IncomingHttpHeaders;
  readonly stream: Readable;
  readonly from: From;
}

/** Answers when every file is committed and found by the next search (ours.md §2). */
export async function upload(
  { ingest, rules }: IngestRoomDeps,
  { actor, query, headers, stream, from }: Upload,
  { force }: { readonly force: boolean },
): Promise<readonly FileOutcome[]> {
  const spaceId = writableSpace(actor, query.space);
  const origin = originOfClient(query.client) ?? "upload";
  const by = { actor, from };
  const request = { spaceId, origin, type: query.t, force, by, rules: await rules.rulesOf(spaceId) };
  const { files, revision } = await ingestFiles(ingest, request, readUpload(stream, headers["content-type"]));
  if (revision !== undefined) await ingest.indexed(spaceId, revision);
  return files;
}
