import type { ModelSettings } from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import { type ChoiceDeps, readChoice } from "./chat/choice.ts";
import { optionsOf } from "./choice-routes.ts";
import { listSpeechModels } from "./speech/speech-store.ts";

/** What of upstream's settings is about models. Its page shows voices where `is_eleven_labs_enabled` says there are some. */
export async function modelSettings(deps: ChoiceDeps, actor: Actor): Promise<ModelSettings> {
  const { models, chosen } = await readChoice(deps, actor);
  const speech = await deps.database.transaction(listSpeechModels);
  const voices = speech.flatMap(({ purpose, voice, model }) => (purpose === "speak" ? [voice ?? model] : []));
  return {
    chat_model_options: optionsOf(models).map((option) => ({ ...option, tier: "free" })),
    selected_chat_model_config: chosen,
    paint_model_options: [],
    selected_paint_model_config: null,
    voice_model_options: voices.map((voice) => ({ name: voice, id: voice, tier: "free" })),
    selected_voice_model_config: voices[0] ?? null,
    is_eleven_labs_enabled: voices.length > 0,
  };
}
