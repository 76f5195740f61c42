import { badRequest, ChatModelOption, KhojError, ModelChoices, quotingAnswerer } from "@khoj/contract";
import { z } from "zod";
import { get, post, Reply, type Route } from "../platform/http/route.ts";
import { listChatModels, type ProvidedModelRow } from "./chat/chat-model-store.ts";
import { type ChoiceDeps, choose, readChoice } from "./chat/choice.ts";
import { placeOf } from "./providers/open-provider.ts";
import { listSpeechModels } from "./speech/speech-store.ts";

const Chosen = z.object({ id: z.string() });

/** What a person may choose from, and what they chose. The quoting answerer is always there. */
export const choiceRoutes = (deps: ChoiceDeps): Route[] => [
  get("/api/model/chat/options", { allow: "open", answer: z.array(ChatModelOption) }, async () =>
    optionsOf((await deps.database.transaction(listChatModels)).filter(({ is_enabled }) => is_enabled)),
  ),
  get("/api/model/chat", { allow: "read" }, async ({ actor }) => {
    const { models, chosen } = await readChoice(deps, actor);
    const option = optionsOf(models).find(({ id }) => id === chosen) ?? quotingAnswerer;
    return { id: option.id, chat_model: option.name };
  }),
  post("/api/model/chat", { allow: "write", query: Chosen, errors: "status" }, async ({ actor, query }) => {
    // Obsidian sends an empty id for "default".
    const id = query.id === "" ? undefined : readId(query.id);
    if (!(await choose(deps, actor, id))) throw unknown("Chat");
    return { status: "ok" };
  }),
  post("/api/model/voice", { allow: "write", query: Chosen, errors: "status" }, async ({ query }) => {
    const voices = (await deps.database.transaction(listSpeechModels)).filter(({ purpose }) => purpose === "speak");
    if (!voices.some(({ voice, model }) => (voice ?? model) === query.id)) throw unknown("Voice");
    return new Reply(202, { status: "ok" });
  }),
  post("/api/model/paint", { allow: "write", query: Chosen, errors: "status" }, ({ query }) => {
    readId(query.id);
    throw unknown("Image");
  }),
  get(
    "/api/model/choices",
    { allow: "read", strict: true, query: z.object({}), answer: ModelChoices },
    async ({ actor }) => {
      const { models, chosen } = await readChoice(deps, actor);
      const speech = await deps.database.transaction(listSpeechModels);
      return {
        chat: [...models.map((row, index) => explain(row, chosen, index === 0)), quotes(chosen, models.length === 0)],
        transcribes: speech.some(({ purpose }) => purpose === "transcribe"),
        speaks: speech.some(({ purpose }) => purpose === "speak"),
      };
    },
  ),
];

/** The quoting answerer comes last where there is another: the first is what most people want. */
export const optionsOf = (models: readonly ProvidedModelRow[]): ChatModelOption[] => [
  ...models.map(({ id, name, strengths, description }) => ({ id, name, strengths, description })),
  quotingAnswerer,
];

const explain = (row: ProvidedModelRow, chosen: number, is_default: boolean): ModelChoices["chat"][number] => {
  const { id, name, strengths, description, provider, sees, price_in, price_out } = row;
  const sends_to = placeOf(row) ?? null;
  const is_chosen = id === chosen;
  return { id, name, strengths, description, provider, sees, sends_to, price_in, price_out, is_default, is_chosen };
};

const quotes = (chosen: number, is_default: boolean): ModelChoices["chat"][number] => ({
  ...quotingAnswerer,
  provider: null,
  sees: false,
  sends_to: null,
  price_in: 0,
  price_out: 0,
  is_default,
  is_chosen: chosen === quotingAnswerer.id,
});

function readId(id: string): number {
  if (!/^\d{1,9}$/.test(id)) throw badRequest(`A model's id is a number; ${JSON.stringify(id.slice(0, 40))} is none`);
  return Number(id);
}

const unknown = (kind: string): KhojError => new KhojError("not_found", `${kind} model not found`);
