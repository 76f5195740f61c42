import path from "node:path";
import { badRequest, KhojError, type LocalAddition, type NewLocalModel } from "@khoj/contract";
import type { Database } from "@khoj/db";
import type { Events } from "../../audit/index.ts";
import type { Logger } from "../../platform/log.ts";
import type { Doer } from "../providers/change-providers.ts";
import { enterGguf, installGguf } from "./add-gguf.ts";

export interface LocalAdditionDeps {
  readonly database: Database;
  readonly events: Events;
  readonly log: Logger;
  /** The folder of models. */
  readonly models: string;
}

/** A model file on its way in, which takes minutes: what runs it is got first, then the file is copied and tried. */
export interface LocalAdditions {
  show(): LocalAddition;
  /** Answers at once; one file at a time. */
  begin(given: NewLocalModel, who: Doer): LocalAddition;
}

const nothing: LocalAddition = { state: "none", file: null, got: null, of: null, reason: null, model_id: null };

export function openLocalAdditions({ database, events, log, models }: LocalAdditionDeps): LocalAdditions {
  let now = nothing;
  const tell = (change: Partial<LocalAddition>): void => {
    now = { ...now, ...change };
  };
  const add = async (given: NewLocalModel, who: Doer): Promise<void> => {
    const onPackages = (got: number, of: number): void => tell({ state: "getting", got, of });
    const adopted = await installGguf({ models }, given.path, onPackages);
    const flags = { name: given.name };
    const id = await database.transaction((sql) => enterGguf({ events }, sql, who, { ...adopted, flags }));
    tell({ state: "added", model_id: id, got: null, of: null });
  };
  return {
    show: () => now,
    begin(given, who) {
      if (!path.isAbsolute(given.path))
        throw badRequest("Give the whole path of the file on the server's machine, from / on");
      if (now.state === "trying" || now.state === "getting")
        throw new KhojError("conflict", `${now.file} is on its way in; add the next one when it is done`);
      now = { ...nothing, state: "trying", file: path.basename(given.path) };
      add(given, who).catch((error: unknown) => {
        const reason = error instanceof KhojError ? error.message : "It could not be added; the server's log says why";
        if (!(error instanceof KhojError)) log.error({ error }, "A model file could not be added");
        tell({ state: "failed", reason, got: null, of: null });
      });
      return now;
    },
  };
}
