import type { FileType } from "@khoj/contract";
import type { KnownFile, LibraryFile } from "../library/index.ts";
import type { Effort } from "./effort.ts";
import type { FileOutcome } from "./incoming-file.ts";
import type { IngestDeps, IngestRequest } from "./ingest-files.ts";
import type { Judgement } from "./judge-file.ts";
import { parseFiles, toLibraryFile } from "./parse-files.ts";
import type { ReceivedFile } from "./received-file.ts";

export type GroupedFile =
  | {
      readonly kind: "received";
      readonly fileName: string;
      readonly received: ReceivedFile;
      readonly judgement: Judgement;
    }
  | { readonly kind: "excluded"; readonly fileName: string; readonly reason: string }
  | { readonly kind: "unreadable"; readonly fileName: string; readonly reason: string }
  | { readonly kind: "refused"; readonly fileName: string; readonly reason: string }
  | { readonly kind: "gone"; readonly fileName: string; readonly fileType: FileType | undefined };

export interface Group {
  readonly files: Map<string, GroupedFile>;
  bytes: number;
}

type Received = Extract<GroupedFile, { kind: "received" }>;

/** Parses a group while the one before it is still being saved, then carries out its deletions and saves it. */
export async function commitGroup(
  deps: IngestDeps,
  request: IngestRequest & { readonly effort: Effort },
  group: Group,
  previous: Promise<void>,
): Promise<{ files: readonly FileOutcome[]; revision: number | undefined }> {
  const files = [...group.files.values()];
  const received = files.filter((file) => file.kind === "received");
  try {
    const known = await findUnchanged(deps, request, received);
    const changed = received.filter((file) => !known.has(file.fileName));
    const parsed = await parseFiles(
      deps,
      request,
      changed.filter((file) => file.judgement.kind === "read"),
    );
    const toSave = collect(request, files, changed, parsed);
    await previous;
    const saved = await save(deps, request, toSave, files);
    if (toSave.some((file) => "waits" in file && file.waits)) deps.onWaiting(request.spaceId);
    return { files: files.map((file) => outcomeOf(file, known, saved.states)), revision: saved.revision };
  } finally {
    for (const file of received) await file.received.release();
  }
}

/** The files whose bytes, type and parser are those of last time, in one look-up. */
async function findUnchanged(
  deps: IngestDeps,
  request: IngestRequest,
  files: readonly Received[],
): Promise<ReadonlyMap<string, KnownFile>> {
  if (request.force || files.length === 0) return new Map();
  const names = files.map((file) => file.fileName);
  const found = await deps.meter.time("known", () => deps.library.known(request.spaceId, request.origin, names));
  const fingerprints = new Map(files.map((file) => [file.fileName, file.received.fingerprint]));
  return new Map(
    found
      .filter(({ fileName, fingerprint }) => isSame(fingerprint, fingerprints.get(fileName)))
      .map((file) => [file.fileName, file]),
  );
}

const isSame = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one !== undefined && other !== undefined && Buffer.compare(one, other) === 0;

function collect(
  request: IngestRequest,
  all: readonly GroupedFile[],
  changed: readonly Received[],
  parsed: ReadonlyMap<string, LibraryFile>,
): readonly LibraryFile[] {
  const { origin } = request;
  const files: LibraryFile[] = [];
  for (const file of changed) {
    const read = parsed.get(file.fileName);
    if (read !== undefined) files.push(read);
    else if (file.judgement.kind === "skip") files.push(toLibraryFile(origin, file.received, file.judgement));
  }
  for (const file of all) {
    if (file.kind !== "excluded" && file.kind !== "unreadable") continue;
    const state = file.kind === "excluded" ? "excluded" : "skipped";
    const { fileName, reason } = file;
    files.push({ origin, fileName, fileType: "plaintext", state, reason, bytes: 0, fingerprint: undefined });
  }
  return files;
}

interface State {
  readonly outcome: FileOutcome["outcome"];
  readonly reason: string | undefined;
  readonly fileType: FileType;
}

async function save(
  deps: IngestDeps,
  request: IngestRequest,
  files: readonly LibraryFile[],
  all: readonly GroupedFile[],
): Promise<{ revision: number | undefined; states: ReadonlyMap<string, State> }> {
  const states = new Map<string, State>();
  let revision: number | undefined;
  const gone = all.filter((file) => file.kind === "gone").map((file) => file.fileName);
  if (gone.length > 0) {
    const selector = { fileNames: gone, origin: request.origin };
    const deletion = await deps.meter.time("save", () => deps.library.delete(request.spaceId, selector));
    if (deletion.documents > 0) revision = deletion.revision;
  }
  if (files.length > 0) {
    const saved = await deps.meter.time("save", () => deps.library.save(request.spaceId, files));
    revision = saved.revision;
    const types = new Map(files.map((file) => [file.fileName, file.fileType]));
    for (const { fileName, state, reason } of saved.files)
      states.set(fileName, { outcome: state, reason, fileType: types.get(fileName) ?? "plaintext" });
  }
  return { revision, states };
}

function outcomeOf(
  file: GroupedFile,
  known: ReadonlyMap<string, KnownFile>,
  states: ReadonlyMap<string, State>,
): FileOutcome {
  const { fileName } = file;
  const state = states.get(fileName);
  if (state !== undefined) return { fileName, ...state };
  const before = known.get(fileName);
  if (before !== undefined) return { fileName, fileType: before.fileType, outcome: "unchanged", reason: before.reason };
  if (file.kind === "gone") return { fileName, fileType: file.fileType, outcome: "deleted", reason: undefined };
  if (file.kind === "refused") return { fileName, fileType: undefined, outcome: "failed", reason: file.reason };
  const passed = file.kind === "received" && file.judgement.kind === "pass" ? file.judgement : undefined;
  return { fileName, fileType: passed?.fileType, outcome: "skipped", reason: passed?.reason };
}
