import type { Database } from "@khoj/db";
import type { Library } from "../library/index.ts";
import type { ChatModels } from "../models/index.ts";
import type { Actor } from "../platform/actor.ts";
import type { Logger } from "../platform/log.ts";
import type { ExposeKeys } from "../platform/secrets/exposed-keys.ts";
import type { SearchRoom } from "../search/index.ts";
import type { RunningTurns } from "./running-turns.ts";

export interface ChatDeps {
  readonly database: Pick<Database, "inSpaces" | "transaction">;
  readonly library: Pick<Library, "names" | "counts" | "recentTitles">;
  readonly search: SearchRoom["search"];
  readonly models: ChatModels;
  /** What the person is called, when they said. */
  readonly nameOf: (actor: Actor) => Promise<string | undefined>;
  readonly log: Logger;
  readonly exposeKeys: ExposeKeys;
  readonly running: RunningTurns;
  readonly now: () => Date;
}
