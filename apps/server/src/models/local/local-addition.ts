import { mkdir } from "node:fs/promises";
import path from "node:path";
import { badRequest, KhojError, type LocalAddition, type NewLocalModel } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { nameOfGguf } from "@khoj/models";
import type { Events } from "../../audit/index.ts";
import type { Logger } from "../../platform/log.ts";
import { listChatModels } from "../chat/chat-model-store.ts";
import type { Doer } from "../providers/change-providers.ts";
import { enterGguf, installGguf } from "./add-gguf.ts";
import { additionPart, forgetAddition, recordAddition, removeUnended } from "./addition-record.ts";

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
  /** Takes away what the server before did not end, and says so. */
  start(): Promise<void>;
  /** Breaks off what is on its way in; nothing of it stays. */
  stop(): Promise<void>;
}

const nothing: LocalAddition = { state: "none", file: null, got: null, of: null, reason: null, model_id: null };

const interrupted = "the server stopped while it was on its way in, and nothing of it stayed. Add it again";

export function openLocalAdditions({ database, events, log, models }: LocalAdditionDeps): LocalAdditions {
  const stopping = new AbortController();
  let now = nothing;
  let running: Promise<void> = Promise.resolve();
  const tell = (change: Partial<LocalAddition>): void => {
    now = { ...now, ...change };
  };
  const add = async (given: NewLocalModel, who: Doer): Promise<void> => {
    try {
      await install(given, who);
    } finally {
      // Of one that is broken off the next server tells.
      if (!stopping.signal.aborted) await forgetAddition(models);
    }
  };
  const install = async (given: NewLocalModel, who: Doer): Promise<void> => {
    const onPackages = (got: number, of: number): void => tell({ state: "getting", got, of });
    await mkdir(models, { recursive: true, mode: 0o700 });
    await recordAddition(models, { file: path.basename(given.path), name: nameOfGguf(given.path) });
    const deps = { models, part: additionPart, signal: stopping.signal };
    const adopted = await installGguf(deps, given.path, onPackages);
    const flags = { name: given.name };
    stopping.signal.throwIfAborted();
    const id = await database.transaction((sql) => enterGguf({ events }, sql, who, { ...adopted, flags }));
    tell({ state: "added", model_id: id, got: null, of: null });
  };
  const fail = (error: unknown): void => {
    const reason = error instanceof KhojError ? error.message : "It could not be added; the server's log says why";
    if (!(error instanceof KhojError) && !stopping.signal.aborted)
      log.error({ error }, "A model file could not be added");
    tell({ state: "failed", reason, got: null, of: null });
  };
  return {
    show: () => now,
    begin(given, who) {
      if (!path.isAbsolute(given.path))
        throw badRequest("Give the whole path of the file on the server's machine, from / on");
      if (now.state === "trying" || now.state === "getting")
        throw new KhojError("conflict", `${now.file} is on its way in; add the next one when it is done`);
      now = { ...nothing, state: "trying", file: path.basename(given.path) };
      running = running.then(() => add(given, who)).catch(fail);
      return now;
    },
    async start() {
      const isEntered = async (name: string): Promise<boolean> =>
        (await database.transaction(listChatModels)).some((row) => row.kind === "local" && row.model === name);
      const file = await removeUnended(models, isEntered);
      if (file === undefined) return;
      log.warn({ file }, "The server before stopped while a model file was on its way in; nothing of it stays");
      now = { ...nothing, state: "failed", file, reason: interrupted };
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
