import type { ConfigProblem, ModelsConfig } from "../config.ts";
import type { Variables } from "./variables.ts";

/** Which models the environment names. */
export function readModels(variables: Variables, problems: ConfigProblem[]): ModelsConfig {
  const { KHOJ_EMBEDDING: named, KHOJ_EMBEDDINGS_BASE_URL: baseUrl, OPENAI_API_KEY, OPENAI_BASE_URL } = variables;
  if (named === "endpoint" && baseUrl === undefined)
    problems.push({ setting: "KHOJ_EMBEDDINGS_BASE_URL", wrong: "is missing; KHOJ_EMBEDDING=endpoint needs it" });
  return {
    embedding: {
      kind: named ?? (baseUrl === undefined ? "local" : "endpoint"),
      setBy: named === undefined ? "built-in" : "environment",
      endpoint:
        baseUrl === undefined
          ? undefined
          : { baseUrl, key: variables.KHOJ_EMBEDDINGS_API_KEY, model: variables.KHOJ_EMBEDDINGS_MODEL },
    },
    places: {
      hub: variables.HF_ENDPOINT ?? "https://huggingface.co",
      index: variables.PIP_INDEX_URL ?? "https://pypi.org/simple",
      certificates: variables.PIP_CERT,
    },
    openai:
      OPENAI_API_KEY === undefined && OPENAI_BASE_URL === undefined
        ? undefined
        : { key: OPENAI_API_KEY, baseUrl: OPENAI_BASE_URL ?? "https://api.openai.com/v1" },
    anthropic: variables.ANTHROPIC_API_KEY,
    google: variables.GEMINI_API_KEY,
    defaultChatModel: variables.KHOJ_DEFAULT_CHAT_MODEL,
    seed: variables.KHOJ_LLM_SEED,
    patience: variables.KHOJ_MODEL_PATIENCE ?? 120,
  };
}
