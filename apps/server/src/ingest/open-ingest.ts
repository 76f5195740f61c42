import { availableParallelism } from "node:os";
import path from "node:path";
import { type Database, findSystemUser } from "@khoj/db";
import { languagesIn } from "@khoj/text";
import type { Library, Origin } from "../library/index.ts";
import type { Logger } from "../platform/log.ts";
import type { Room } from "../platform/room.ts";
import type { ExposeKeys } from "../platform/secrets/exposed-keys.ts";
import { connectorRoutes } from "./connector-routes.ts";
import { type ExclusionRules, openExclusionRules } from "./exclusion-rules.ts";
import { exportOwn } from "./export-own.ts";
import type { IncomingFile } from "./incoming-file.ts";
import { type IngestAnswer, type IngestDeps, ingestFiles } from "./ingest-files.ts";
import { openMeter, type Timings } from "./meter.ts";
import { openPagePictures } from "./page-pictures.ts";
import { confine, type ParserLimit } from "./parser/confinement.ts";
import { openParserPool } from "./parser/parser-pool.ts";
import { prepareProgram } from "./parser/program.ts";
import { openBackgroundReader } from "./read-again.ts";
import { contentRoutes } from "./routes.ts";
import { statusRoutes } from "./status-routes.ts";

export interface IngestOptions {
  readonly database: Database;
  readonly library: Library;
  readonly dataDirectory: string;
  readonly maxFileBytes: number;
  readonly version: string;
  /** Resolves when the search index has this revision of the space. */
  readonly indexed: (spaceId: string, revision: number) => Promise<void>;
  readonly exposeKeys: ExposeKeys;
  readonly log: Logger;
}

/** The room, and what sources may ask of it. */
export interface IngestRoom extends Room {
  /** Takes files in under an origin; what the space keeps out is kept out. */
  take(spaceId: string, origin: Origin, files: AsyncIterable<IncomingFile>): Promise<IngestAnswer>;
  readonly rules: Pick<ExclusionRules, "onChange">;
}

export function openIngest(options: IngestOptions): IngestRoom {
  const { database, library, dataDirectory, maxFileBytes, indexed, exposeKeys, version, log } = options;
  const user = findSystemUser();
  const program = once(() => prepareProgram(path.join(dataDirectory, "parsers"), user));
  const confinement = once(async () => confine(await program(), user));
  const parsers = openParserPool(confinement, availableParallelism() > 2 ? 2 : 1);
  // Pages that somebody looks at wait neither for uploads nor for scans.
  const drawers = openParserPool(confinement, 1);
  const patient = openParserPool(confinement, 1, 10);
  const meter = openMeter();
  const rules = openExclusionRules(database, library);
  const ingest: IngestDeps = {
    library,
    parsers,
    meter,
    maxFileBytes,
    spoolDirectory: path.join(dataDirectory, "run", "incoming"),
    indexed,
    exposeKeys,
    onWaiting: (spaceId) => background.look(spaceId),
  };
  const background = openBackgroundReader({ ...ingest, parsers: patient, log });
  const pictures = openPagePictures(library, drawers);
  const deps = { library, rules, ingest, pictures, version };
  return {
    name: "ingest",
    routes: [...contentRoutes(deps), ...statusRoutes(deps), ...connectorRoutes(deps)],
    take: async (spaceId, origin, files) =>
      ingestFiles(
        ingest,
        { spaceId, origin, by: { via: origin.replace(/:.*/, "") }, rules: await rules.rulesOf(spaceId) },
        files,
      ),
    rules,
    exportOf: (actor) => exportOwn(library, actor),
    status: async () => {
      const languages = languagesIn((await program()).resources.map(({ name }) => name));
      return describe(await parsers.describeLimits(), meter.timings(), languages);
    },
    async start() {
      await parsers.describeLimits();
      background.start();
    },
    async stop() {
      const stopped = background.stop();
      for (const pool of [parsers, drawers, patient]) pool.stop();
      await stopped;
    },
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** What went through since the start, which limits hold the parsers here, and which this system does not give. */
function describe(
  limits: readonly ParserLimit[],
  { files, chunks, milliseconds }: Timings,
  languages: readonly string[],
) {
  const missing = limits.filter((limit) => !limit.held);
  const seconds = Object.entries(milliseconds).map(([step, spent]) => [`seconds in ${step}`, Math.round(spent) / 1000]);
  return {
    facts: {
      "files read": files,
      "passages made": chunks,
      "scans are read in": languages.join(", "),
      ...Object.fromEntries(seconds),
      ...Object.fromEntries(limits.map(({ name, held, how }) => [`parser ${name}`, held ? how : "not limited"])),
    },
    warnings: missing.map(({ name, how }) => `The parsers' ${name} is not limited on this system: ${how}.`),
  };
}
