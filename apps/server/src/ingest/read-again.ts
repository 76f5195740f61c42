import { randomUUID } from "node:crypto";
import type { ClaimedOriginal, Library, LibraryFile } from "../library/index.ts";
import { openBell } from "../platform/bell.ts";
import type { Logger } from "../platform/log.ts";
import { inBackground } from "./effort.ts";
import type { IngestDeps } from "./ingest-files.ts";
import { judgeFile } from "./judge-file.ts";
import { parseFiles, toLibraryFile } from "./parse-files.ts";
import { receiveFile } from "./received-file.ts";

export interface ReadAgainDeps extends Pick<IngestDeps, "meter" | "exposeKeys" | "maxFileBytes" | "spoolDirectory"> {
  readonly library: Library;
  /** Of their own: an upload must not wait for scans of others. */
  readonly parsers: IngestDeps["parsers"];
  readonly log: Logger;
}

/** Reads kept originals again for as long as the server runs: scans, and files that older parsers could not read. */
export interface BackgroundReader {
  /** Something was kept there that can be read further. */
  look(spaceId: string): void;
  start(): void;
  stop(): Promise<void>;
}

/** For this long others leave an original alone; extended while it is read, so that only a killed process lets go. */
const claimSeconds = 90;
const extendEvery = 30_000;
/** How often it looks for what other processes kept or left. */
const lookEvery = 60_000;

export function openBackgroundReader(deps: ReadAgainDeps): BackgroundReader {
  const { library, log } = deps;
  const node = randomUUID();
  const spaces = new Set<string>();
  const stopping = new AbortController();
  const bell = openBell(stopping.signal);
  let running: Promise<void> = Promise.resolve();

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        for (const space of (await library.revisions()).keys()) spaces.add(space);
        for (const space of spaces) {
          spaces.delete(space);
          while (!stopping.signal.aborted && (await readNext(deps, space, node, stopping.signal)));
        }
      } catch (error) {
        if (!stopping.signal.aborted)
          log.warn({ error }, "Reading kept files in the background failed; it is tried again");
      }
      await bell.wait(lookEvery);
    }
  };

  return {
    look(spaceId) {
      spaces.add(spaceId);
      bell.ring();
    },
    start() {
      running = run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Reads one original of the space; false when there is none left. */
async function readNext(deps: ReadAgainDeps, spaceId: string, node: string, signal: AbortSignal): Promise<boolean> {
  const { library, log } = deps;
  const claimed = await library.claimOriginal(spaceId, { node, seconds: claimSeconds });
  if (claimed === undefined) return false;
  const extending = setInterval(() => {
    library.extendClaim(claimed, { node, seconds: claimSeconds }).catch((error: unknown) => {
      log.debug({ error }, "A claim could not be extended");
    });
  }, extendEvery);
  try {
    const file = await read(deps, claimed);
    // What is read once with all the time there is does not wait again.
    await library.saveReread(claimed, file, file.original !== undefined);
    return true;
  } catch (error) {
    if (signal.aborted) await library.extendClaim(claimed, { node, seconds: 0 });
    throw error;
  } finally {
    clearInterval(extending);
  }
}

async function read(deps: ReadAgainDeps, claimed: ClaimedOriginal): Promise<LibraryFile> {
  const { origin, fileName, original } = claimed;
  const content = (async function* () {
    yield original.content;
  })();
  const came = await receiveFile(
    { fileName, mimeType: original.mimeType, content },
    deps.maxFileBytes,
    deps.spoolDirectory,
  );
  const received = { ...came, fingerprint: claimed.fingerprint ?? came.fingerprint };
  try {
    const judgement = judgeFile(received, "all", deps.maxFileBytes);
    if (judgement.kind === "skip") return toLibraryFile(origin, received, judgement);
    const by = { via: origin.replace(/:.*/, "") };
    const files = await parseFiles(deps, { origin, by, effort: inBackground() }, [{ fileName, received, judgement }]);
    return files.get(fileName) ?? toLibraryFile(origin, received, notRead);
  } finally {
    await received.release();
  }
}

const notRead = { kind: "skip", fileType: undefined, reason: "no parser answered" } as const;
