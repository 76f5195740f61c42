import type { FileType } from "@khoj/contract";
import type { LibraryFile, Origin, ReadFile } from "../library/index.ts";
import { findApiKeys } from "../platform/secrets/api-key.ts";
import type { IngestDeps, IngestRequest } from "./ingest-files.ts";
import type { Judgement } from "./judge-file.ts";
import type { FileToParse, ParseOutcome } from "./parser/parser-pool.ts";
import type { ReceivedFile } from "./received-file.ts";

interface Judged {
  readonly fileName: string;
  readonly received: ReceivedFile;
  readonly judgement: Judgement;
}

/** What the parsers made of these files, by name, ready to be saved under an origin. */
export async function parseFiles(
  deps: IngestDeps,
  { origin, by }: Pick<IngestRequest, "origin" | "by">,
  files: readonly Judged[],
): Promise<ReadonlyMap<string, LibraryFile>> {
  if (files.length === 0) return new Map();
  const requests: FileToParse[] = files.map(({ received }) => ({
    fileName: received.fileName,
    mimeType: received.mimeType,
    charset: received.charset,
    bytes: received.bytes,
    open: () => received.open(),
  }));
  const outcomes = await deps.meter.time("parsers", () => deps.parsers.parse(requests));
  const exposed = new Set<string>();
  const read = files.map((file, place): [string, LibraryFile] => {
    const outcome = outcomes[place] ?? { kind: "failed", reason: "no parser answered" };
    deps.meter.read(outcome);
    const keys = keysIn(outcome);
    for (const key of keys) exposed.add(key);
    return [file.fileName, describe(origin, file, keys.length === 0 ? outcome : holdsKey)];
  });
  if (exposed.size > 0) await deps.exposeKeys([...exposed], by);
  return new Map(read);
}

/** Whoever may read the note could use the key that stands in it, so that neither is kept. */
const holdsKey: ParseOutcome = {
  kind: "answered",
  answer: {
    kind: "unreadable",
    index: 0,
    reason: "an API key of Khoj stands in it; take it out and send the file again",
  },
  body: new Uint8Array(),
};

/** Keys in what would be kept of a file: its text, its title, its tags. */
function keysIn(outcome: ParseOutcome): readonly string[] {
  if (outcome.kind === "failed" || outcome.answer.kind !== "read") return [];
  const { title, tags } = outcome.answer;
  return [...findApiKeys(outcome.body), ...findApiKeys([title ?? "", ...tags].join("\n"))];
}

function describe(origin: Origin, { received, judgement }: Judged, outcome: ParseOutcome): LibraryFile {
  const file = {
    origin,
    fileName: received.fileName,
    fileType: judgement.fileType ?? "plaintext",
    bytes: received.bytes,
    fingerprint: received.fingerprint,
  };
  if (outcome.kind === "failed") return { ...file, state: "failed", reason: outcome.reason };
  const { answer, body } = outcome;
  if (answer.kind === "unreadable") return { ...file, state: "skipped", reason: answer.reason };
  if (answer.kind === "private")
    return { ...file, fileType: "plaintext", bytes: 0, fingerprint: undefined, state: "excluded", reason: answer.rule };
  return {
    ...file,
    state: answer.missing.length === 0 ? "indexed" : "partly",
    reason: answer.missing.length === 0 ? undefined : answer.missing.join(" "),
    title: answer.title,
    language: answer.language,
    tags: answer.tags,
    classification: answer.classification ?? "internal",
    content: {
      text: body.subarray(0, answer.textBytes),
      contentHash: Buffer.from(answer.contentHash, "hex"),
      chunkCount: answer.chunkCount,
      chunks: cut(body.subarray(answer.textBytes), answer.pieceBytes),
    },
  } satisfies ReadFile;
}

function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  let offset = 0;
  return lengths.map((length) => {
    offset += length;
    return bytes.subarray(offset - length, offset);
  });
}

/** A file that is not read: its name and the reason, and its bytes where they are kept for a later parser. */
export async function toLibraryFile(
  origin: Origin,
  received: ReceivedFile,
  judgement: Extract<Judgement, { kind: "skip" }>,
): Promise<LibraryFile> {
  const fileType: FileType = judgement.fileType ?? "plaintext";
  const { fileName, bytes, fingerprint } = received;
  const file = { origin, fileName, fileType, bytes, fingerprint, state: "skipped" as const, reason: judgement.reason };
  if (received.isTooLarge) return { ...file, fingerprint: undefined };
  if (!judgement.keep) return file;
  const pieces: Uint8Array[] = [];
  for await (const piece of received.open()) pieces.push(piece);
  const content = Buffer.concat(pieces);
  return { ...file, original: { mimeType: mimeOf(fileType, received), content } };
}

/** What the bytes are, not what a client called them: it decides how the original is served again. */
function mimeOf(fileType: FileType, { head, mimeType }: ReceivedFile): string {
  if (fileType === "pdf") return "application/pdf";
  if (fileType === "image") return head[0] === 0x89 ? "image/png" : head[0] === 0xff ? "image/jpeg" : "image/webp";
  return mimeType ?? "application/octet-stream";
}
