import type { FileType, SearchType } from "@khoj/contract";
import type { Library, Origin } from "../library/index.ts";
import type { Actor, From } from "../platform/actor.ts";
import { PartCutError } from "../platform/http/multipart.ts";
import { findApiKeys } from "../platform/secrets/api-key.ts";
import type { ExposeKeys } from "../platform/secrets/exposed-keys.ts";
import { commitGroup, type Group } from "./commit-group.ts";
import { atOnce } from "./effort.ts";
import { type FileOutcome, type IncomingFile, UnreadableFile } from "./incoming-file.ts";
import { judgeFile } from "./judge-file.ts";
import type { Meter } from "./meter.ts";
import type { ParserPool } from "./parser/parser-pool.ts";
import type { PathRules } from "./path-rules.ts";
import { receiveFile } from "./received-file.ts";

export interface IngestDeps {
  readonly library: Library;
  readonly parsers: ParserPool;
  readonly meter: Meter;
  readonly maxFileBytes: number;
  readonly spoolDirectory: string;
  /** Resolves when the index has this revision of the space: it bounds how far ingest may run ahead of search. */
  readonly indexed: (spaceId: string, revision: number) => Promise<void>;
  readonly exposeKeys: ExposeKeys;
  /** Told when something of a space was kept that can be read further in the background. */
  readonly onWaiting: (spaceId: string) => void;
}

export interface IngestRequest {
  readonly spaceId: string;
  readonly origin: Origin;
  readonly rules: PathRules;
  /** Parse again even what did not change. */
  readonly force?: boolean | undefined;
  /** Take files of this type only. */
  readonly type?: SearchType | undefined;
  /** Whose doing it is, should a file hold what it must not. */
  readonly by: { readonly actor?: Actor; readonly from?: From; readonly via?: string };
}

export interface IngestAnswer {
  /** One for each name, in the order of first coming. */
  readonly files: readonly FileOutcome[];
  /** The last revision this made; undefined when nothing changed. */
  readonly revision: number | undefined;
}

/** Small enough that the groups of one upload of a client overlap, large enough that a commit does not cost much. */
const groupBytes = 256 << 10;
const groupFiles = 100;
/** Groups that may be parsed or wait for the database while more is received. */
const groupsAhead = 3;
/** Commits the index may be behind before ingest waits for it. */
const commitsAhead = 16;

/**
 * Takes files as they come and commits them in groups, each file whole or not at all; parsing one group, saving the one
 * before and receiving the next go on together. Groups commit in order, so that of a name sent twice the last stays.
 */
export async function ingestFiles(
  deps: IngestDeps,
  request: IngestRequest,
  files: AsyncIterable<IncomingFile>,
): Promise<IngestAnswer> {
  const outcomes = new Map<string, FileOutcome>();
  const commits: number[] = [];
  const running: Promise<void>[] = [];
  let before: Promise<void> = Promise.resolve();
  let group = emptyGroup();
  const effort = atOnce();

  const flush = async (): Promise<void> => {
    if (group.files.size === 0) return;
    const current = group;
    group = emptyGroup();
    const previous = before;
    before = (async () => {
      const done = await commitGroup(deps, { ...request, effort }, current, previous);
      for (const outcome of done.files) outcomes.set(outcome.fileName, outcome);
      if (done.revision !== undefined) commits.push(done.revision);
      const behind = commits.at(-commitsAhead);
      if (behind !== undefined) await deps.indexed(request.spaceId, behind);
    })();
    before.catch(() => {});
    running.push(before);
    if (running.length >= groupsAhead) await running.shift();
  };

  try {
    for await (const file of files) {
      await takeFile(deps, request, group, file).catch((error: unknown) => takeTrouble(group, file, error));
      if (group.bytes >= groupBytes || group.files.size >= groupFiles) await flush();
    }
    await flush();
    await Promise.all(running);
  } finally {
    await Promise.allSettled(running);
    for (const file of group.files.values()) if (file.kind === "received") await file.received.release();
  }
  return { files: [...outcomes.values()], revision: commits.at(-1) };
}

/**
 * Of a file whose upload broke off only the beginning came: that is not the file, and nobody is told it was taken.
 * One that its source cannot read is named with the reason. Anything else concerns the whole.
 */
function takeTrouble(group: Group, file: IncomingFile, error: unknown): void {
  if (error instanceof PartCutError) return;
  if (!(error instanceof UnreadableFile)) throw error;
  const { fileName } = file;
  group.files.set(fileName, { kind: "unreadable", fileName, reason: error.message });
}

const emptyGroup = (): Group => ({ files: new Map(), bytes: 0 });

const longestName = 1000;

async function takeFile(deps: IngestDeps, request: IngestRequest, group: Group, file: IncomingFile): Promise<void> {
  const { fileName } = file;
  const put = (entry: Parameters<Group["files"]["set"]>[1]): void => {
    // A name that comes again goes to the end: of two the last one counts.
    group.files.delete(fileName);
    group.files.set(fileName, entry);
  };
  const refusal = refuseName(fileName);
  const rule = refusal ?? request.rules.excludes(fileName, file.relativeName);
  if (rule !== undefined) {
    const isGone = await isEmpty(file.content);
    if (refusal !== undefined) put({ kind: "refused", fileName, reason: refusal });
    else if (isGone) put({ kind: "gone", fileName, fileType: undefined });
    else put({ kind: "excluded", fileName, reason: rule });
    return;
  }
  const received = await receiveFile(file, deps.maxFileBytes, deps.spoolDirectory);
  const judgement = judgeFile(received, request.type ?? "all", deps.maxFileBytes);
  const fileType: FileType | undefined = judgement.fileType;
  if (received.bytes === 0) put({ kind: "gone", fileName, fileType });
  else put({ kind: "received", fileName, received, judgement });
  group.bytes += received.bytes;
}

function refuseName(fileName: string): string | undefined {
  if (fileName.includes("\0")) return "its name has a NUL character in it";
  if (fileName.length > longestName) return `its name is longer than ${longestName} characters`;
  if (findApiKeys(fileName).length > 0) return "its name holds an API key of Khoj";
  return undefined;
}

/** A file that is kept out is not read further than it takes to see that it is there. */
async function isEmpty(content: AsyncIterable<Uint8Array>): Promise<boolean> {
  for await (const piece of content) if (piece.length > 0) return false;
  return true;
}
