import type { FileType } from "@khoj/contract";
import type { EncodedPage, LibraryFile, Origin, Original, ReadFile } from "../library/index.ts";
import { findApiKeys } from "../platform/secrets/api-key.ts";
import type { Effort } from "./effort.ts";
import type { IngestDeps, IngestRequest } from "./ingest-files.ts";
import { type Judgement, originalLimit } from "./judge-file.ts";
import type { ParseAnswer } from "./parser/messages.ts";
import type { FileToParse, ParseOutcome } from "./parser/parser-pool.ts";
import type { ReceivedFile } from "./received-file.ts";

interface Judged {
  readonly fileName: string;
  readonly received: ReceivedFile;
  readonly judgement: Judgement;
}

type ReadAnswer = Extract<ParseAnswer, { kind: "read" }>;

/** What the parsers made of these files, by name, ready to be saved under an origin. */
export async function parseFiles(
  deps: Pick<IngestDeps, "parsers" | "meter" | "exposeKeys">,
  { origin, by, effort }: Pick<IngestRequest, "origin" | "by"> & { readonly effort: Effort },
  files: readonly Judged[],
): Promise<ReadonlyMap<string, LibraryFile>> {
  if (files.length === 0) return new Map();
  const requests: FileToParse[] = files.map(({ received, judgement }) => ({
    fileName: received.fileName,
    mimeType: received.mimeType,
    charset: received.charset,
    bytes: received.bytes,
    milliseconds: isBinary(judgement) ? effort.milliseconds : undefined,
    open: () => received.open(),
  }));
  const ocrMilliseconds = Math.max(0, effort.ocr.left);
  const outcomes = await deps.meter.time("parsers", () => deps.parsers.parse(requests, { ocrMilliseconds }));
  const exposed = new Set<string>();
  const read = new Map<string, LibraryFile>();
  for (const [place, file] of files.entries()) {
    const outcome = outcomes[place] ?? { kind: "failed", reason: "no parser answered" };
    deps.meter.read(outcome);
    effort.ocr.left -= ocrOf(outcome);
    const keys = keysIn(outcome);
    for (const key of keys) exposed.add(key);
    read.set(file.fileName, await describe(origin, file, keys.length === 0 ? outcome : holdsKey, effort.isLast));
  }
  if (exposed.size > 0) await deps.exposeKeys([...exposed], by);
  return read;
}

const isBinary = (judgement: Judgement): boolean => judgement.kind === "read" && judgement.isBinary;

const ocrOf = (outcome: ParseOutcome): number =>
  outcome.kind === "answered" && outcome.answer.kind === "read" ? outcome.answer.milliseconds.ocr : 0;

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

async function describe(
  origin: Origin,
  { received, judgement }: Judged,
  outcome: ParseOutcome,
  isLast: boolean,
): Promise<LibraryFile> {
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
  if (answer.kind === "drawn") return { ...file, state: "failed", reason: "its parser answered something else" };
  const original = isBinary(judgement) ? await keepOriginal(file.fileType, received) : undefined;
  const waits = answer.waits && original !== undefined && !isLast;
  const reason = reasonOf(answer, waits);
  if (waits && answer.chunkCount === 0) return { ...file, state: "queued", reason: reason ?? "", original, waits };
  return {
    ...file,
    state: answer.missing.length === 0 ? "indexed" : "partly",
    reason,
    title: answer.title,
    language: answer.language,
    tags: answer.tags,
    classification: answer.classification ?? "internal",
    ...contentOf(answer, body),
    original,
    waits,
  } satisfies ReadFile;
}

function reasonOf({ missing, waits }: ReadAnswer, isWaiting: boolean): string | undefined {
  if (missing.length === 0) return undefined;
  const next = isWaiting ? "The rest is read in the background." : "It was given all the time there is for one file.";
  return [...missing, ...(waits ? [next] : [])].join(" ");
}

/** The text, then the chunks, then where the words of each page stand. */
function contentOf(answer: ReadAnswer, body: Uint8Array): Pick<ReadFile, "content" | "pages"> {
  const pieces = cut(body.subarray(answer.textBytes), [
    ...answer.pieceBytes,
    ...answer.pages.map(({ bytes }) => bytes),
  ]);
  const chunks = pieces.slice(0, answer.pieceBytes.length);
  return {
    content: {
      text: body.subarray(0, answer.textBytes),
      contentHash: Buffer.from(answer.contentHash, "hex"),
      chunkCount: answer.chunkCount,
      chunks,
    },
    pages: answer.pages.map(
      ({ number, start, end, width, height }, at): EncodedPage => ({
        number,
        start,
        end,
        width,
        height,
        words: pieces[chunks.length + at] ?? new Uint8Array(),
      }),
    ),
  };
}

function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  let offset = 0;
  return lengths.map((length) => {
    offset += length;
    return bytes.subarray(offset - length, offset);
  });
}

/** A file that is not read: its name and the reason. */
export function toLibraryFile(
  origin: Origin,
  received: ReceivedFile,
  judgement: Extract<Judgement, { kind: "skip" }>,
): LibraryFile {
  const fileType: FileType = judgement.fileType ?? "plaintext";
  const { fileName, bytes, fingerprint } = received;
  const file = { origin, fileName, fileType, bytes, fingerprint, state: "skipped" as const, reason: judgement.reason };
  return received.isTooLarge ? { ...file, fingerprint: undefined } : file;
}

/** Its bytes, unless they are too many to be kept. */
async function keepOriginal(fileType: FileType, received: ReceivedFile): Promise<Original | undefined> {
  if (received.bytes > originalLimit) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of received.open()) pieces.push(piece);
  return { mimeType: mimeOf(fileType, received), content: Buffer.concat(pieces) };
}

/** What the bytes are, not what a client called them: it decides how the original is served again. */
function mimeOf(fileType: FileType, { head, mimeType }: ReceivedFile): string {
  if (fileType === "pdf") return "application/pdf";
  if (fileType === "image") return head[0] === 0x89 ? "image/png" : head[0] === 0xff ? "image/jpeg" : "image/webp";
  return mimeType ?? "application/octet-stream";
}
