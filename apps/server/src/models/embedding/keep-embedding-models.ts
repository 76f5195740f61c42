import { KhojError } from "@khoj/contract";
import { listInstalled, signOf, signOfBuilt, verifyInstalled } from "@khoj/models";
import { type Bell, openBell } from "../../platform/bell.ts";
import type { Logger } from "../../platform/log.ts";
import type { EmbeddingModels, EmbeddingState, NumberedModel } from "../embedding-models.ts";
import { choiceOf } from "./choice-of-row.ts";
import { areSame, choose, type EmbeddingChoice, type ReadChoiceDeps, readChoice } from "./embedding-choice.ts";
import { channel, deleteModel, type ModelRow, selectModels } from "./embedding-model-store.ts";
import { type OpenedModel, type OpenModelDeps, type OpenModelSteps, openChosenModel } from "./open-chosen-model.ts";
import { register, takeOver } from "./register-model.ts";

export interface KeepModelsDeps extends Omit<OpenModelDeps, "log">, ReadChoiceDeps {
  readonly log: Logger;
  /** A line for whoever started the server and watches. */
  readonly say: (line: string) => void;
}

/** Milliseconds between looks at the model's files, and between tries when no place answers. */
const lookEvery = 5_000;
const firstPause = 5_000;
const longestPause = 10 * 60_000;

/** Keeps the chosen model open, and the one it takes over from, as the table of models has it on every node. */
export class KeptModels implements EmbeddingModels {
  readonly #deps: KeepModelsDeps;
  readonly #openDeps: OpenModelDeps;
  readonly #stopping = new AbortController();
  readonly #bell: Bell = openBell(this.#stopping.signal);
  readonly #listeners: (() => void)[] = [];
  readonly #opened = new Map<string, OpenedModel>();
  #rows: readonly ModelRow[] = [];
  #chosen: EmbeddingChoice;
  /** Which of the open ones is the choice; undefined until it is open. */
  #current: OpenedModel | undefined;
  #state: EmbeddingState = { state: "off", reason: undefined, model: undefined };
  #wasGot = false;
  /** What was built of the weights is not what it was: it is being built again. */
  #isBuiltAgain = false;
  #running: Promise<void> = Promise.resolve();
  #following: { stop(): Promise<void> } | undefined;

  constructor(deps: KeepModelsDeps) {
    this.#deps = deps;
    this.#openDeps = { ...deps, log: (line) => deps.log.info({}, line) };
    this.#chosen = choose(deps.config, { paused: false });
  }

  serving = (): NumberedModel | undefined => this.#numbered(this.#row("serving"));
  filling = (): NumberedModel | undefined => this.#numbered(this.#row("filling") ?? this.#row("serving"));
  retired = (): readonly number[] => this.#rows.filter((row) => row.state === "retired").map(({ id }) => id);
  state = (): EmbeddingState => this.#state;
  isPaused = (): boolean => this.#chosen.isPaused;
  choice = (): EmbeddingChoice => this.#chosen;
  onChange = (listener: () => void): void => void this.#listeners.push(listener);

  takeOver = async (modelId: number): Promise<void> => {
    await takeOver(this.#deps.database, modelId);
    await this.#readRows();
    await this.#closeOthers();
  };

  forget = async (modelId: number): Promise<void> => {
    await this.#deps.database.transaction((sql) => deleteModel(sql, modelId));
    await this.#readRows();
  };

  /** Reads the choice; the promise does not wait for the model, which is tried again at once. */
  async lookAgain(): Promise<void> {
    this.#chosen = await readChoice(this.#deps);
    this.#bell.ring();
    this.#announce();
  }

  async start(): Promise<void> {
    const { heard, gap } = { heard: this.#bell.ring, gap: this.#bell.ring };
    this.#following = await this.#deps.database.listen(channel, { heard, gap });
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#following?.stop();
    await this.#running;
    await Promise.all([...this.#opened.values()].map(({ model }) => model.close()));
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      let until = Number.POSITIVE_INFINITY;
      // What changes while the model is being opened is looked at again, too.
      const before = await this.#lookAtFiles();
      try {
        await this.#settle();
        failures = 0;
      } catch (error) {
        if (this.#stopping.signal.aborted) return;
        failures += 1;
        until = Date.now() + Math.min(firstPause * 2 ** (failures - 1), longestPause);
        this.#tell(stateOf(error, this.#chosen.choice));
        if (failures === 1 || !(error instanceof KhojError))
          this.#deps.log.warn({ error }, "The embedding model is not there; words find meanwhile");
      }
      await this.#restUntil(until, before);
    }
  }

  /** Makes what is open agree with what is chosen. Fails where the choice cannot be had, and says why. */
  async #settle(): Promise<void> {
    const { database } = this.#deps;
    this.#chosen = await readChoice(this.#deps);
    const { choice } = this.#chosen;
    await this.#readRows();
    if (choice.kind === "none") return this.#closeAll();
    await this.#refuseChanged();
    if (this.#current === undefined || !areSame(this.#current.choice, choice)) {
      const servesOn = await this.#openServing();
      this.#current = undefined;
      const one = await openChosenModel(this.#openDeps, choice, this.#steps, this.#stopping.signal);
      const twin = this.#opened.get(one.model.key);
      this.#opened.set(one.model.key, one);
      this.#current = one;
      await register(database, one.model, servesOn);
      await this.#readRows();
      await twin?.model.close();
    }
    await this.#closeOthers();
    const { name, key } = this.#current.model;
    if (this.#row("serving")?.key !== key && this.#row("filling")?.key !== key) throw chosenElsewhere(name);
    if (this.#wasGot) this.#deps.say(`${name} is there: notes are found by meaning as it reads them`);
    this.#wasGot = false;
    this.#isBuiltAgain = false;
    this.#tell({ state: "ready", reason: undefined, model: name });
  }

  readonly #steps: OpenModelSteps = {
    onGetting: (model, gotBytes, ofBytes) => {
      const size = Math.round(ofBytes / 1e6);
      if (this.#state.state !== "getting")
        this.#deps.say(
          `Getting ${model} (${size} MB), which finds by meaning, in the background; words find meanwhile`,
        );
      this.#wasGot = true;
      const reason = `${model} is being got; words alone find meanwhile`;
      this.#tell({ state: "getting", reason, model, gotBytes, ofBytes });
    },
    onLoading: (model) => {
      const doing = this.#isBuiltAgain
        ? `What was built of ${model} was changed or taken away; it is built again of its verified weights`
        : `${model} is being loaded`;
      this.#tell({ state: "loading", reason: `${doing}; words alone find meanwhile`, model });
    },
  };

  /** The one that serves was chosen before: it goes on until the new choice has taken over. */
  async #openServing(): Promise<boolean> {
    const serving = this.#row("serving");
    if (serving === undefined) return false;
    if (this.#opened.has(serving.key)) return true;
    const earlier = choiceOf(serving, this.#chosen.endpoint);
    if (earlier === undefined || areSame(earlier, this.#chosen.choice)) return false;
    if (earlier.kind === "local" && !(await this.#isInstalled(serving.name))) return false;
    const quiet = { onGetting: () => undefined, onLoading: () => undefined };
    const one = await openChosenModel(this.#openDeps, earlier, quiet, this.#stopping.signal).catch(() => undefined);
    if (one === undefined) return false;
    this.#opened.set(one.model.key, one);
    return one.model.key === serving.key;
  }

  /** What was cut, altered or replaced under a running server makes no vectors any more. */
  async #refuseChanged(): Promise<void> {
    for (const [key, one] of this.#opened) {
      if (one.files === undefined) continue;
      const { installed, sign, built } = one.files;
      const isBuiltSame = (await signOfBuilt(installed)) === built;
      if (isBuiltSame && (await signOf(installed)) === sign) continue;
      this.#opened.delete(key);
      if (this.#current === one) this.#current = undefined;
      this.#announce();
      await one.model.close();
      await verifyInstalled(installed);
      this.#isBuiltAgain = !isBuiltSame;
    }
  }

  /** Until somebody rings, the time is up, or the files of the chosen model are not what they were. */
  async #restUntil(time: number, before: string): Promise<void> {
    while (!this.#stopping.signal.aborted && Date.now() < time) {
      if (await this.#bell.wait(Math.min(lookEvery, time - Date.now()))) return;
      if ((await this.#lookAtFiles()) !== before) return;
    }
  }

  async #lookAtFiles(): Promise<string> {
    const { choice } = this.#chosen;
    if (choice.kind !== "local") return "";
    const installed = await listInstalled(this.#deps.models);
    const found = installed.filter(({ name }) => name.toLowerCase() === choice.model.toLowerCase());
    return (await Promise.all(found.flatMap((one) => [signOf(one), signOfBuilt(one)]))).join();
  }

  async #isInstalled(name: string): Promise<boolean> {
    return (await listInstalled(this.#deps.models)).some((one) => one.name === name);
  }

  async #closeAll(): Promise<void> {
    const all = [...this.#opened.values()];
    this.#opened.clear();
    this.#current = undefined;
    this.#tell({
      state: "off",
      reason: "Notes are found by words alone, as KHOJ_EMBEDDING or the settings say",
      model: undefined,
    });
    for (const { model } of all) await model.close();
  }

  async #closeOthers(): Promise<void> {
    const kept = new Set([this.#current?.model.key, this.#row("serving")?.key, this.#row("filling")?.key]);
    for (const [key, { model }] of this.#opened) {
      if (kept.has(key)) continue;
      this.#opened.delete(key);
      await model.close();
    }
  }

  async #readRows(): Promise<void> {
    const before = JSON.stringify(this.#rows);
    this.#rows = await this.#deps.database.transaction(selectModels);
    if (JSON.stringify(this.#rows) !== before) this.#announce();
  }

  #row(state: ModelRow["state"]): ModelRow | undefined {
    return this.#rows.find((row) => row.state === state);
  }

  #numbered(row: ModelRow | undefined): NumberedModel | undefined {
    const one = row && this.#opened.get(row.key);
    return row && one && { id: row.id, model: one.model };
  }

  #tell(next: EmbeddingState): void {
    const { state, reason, model } = this.#state;
    this.#state = next;
    if (next.state !== state || next.reason !== reason || next.model !== model) this.#announce();
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** `waiting`: it may pass by itself and is tried again; `failed`: somebody must do something. */
function stateOf(error: unknown, choice: EmbeddingChoice["choice"]): EmbeddingState {
  const model = choice.kind === "none" ? undefined : choice.model;
  if (!(error instanceof KhojError))
    return {
      state: "failed",
      reason: "The model cannot be opened; the log says why. Words alone find meanwhile",
      model,
    };
  return { state: error.code === "unavailable" ? "waiting" : "failed", reason: error.message, model };
}

const chosenElsewhere = (name: string): KhojError =>
  new KhojError(
    "conflict",
    `Another node of this instance reads with another model than ${name}; set KHOJ_EMBEDDING alike on every node`,
  );
