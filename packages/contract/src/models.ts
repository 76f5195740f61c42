import { z } from "zod";
import { TestReport } from "./admin.ts";

export const ChatModelOption = z.object({
  name: z.string(),
  id: z.int(),
  strengths: z.string().nullable(),
  description: z.string().nullable(),
});
export type ChatModelOption = z.output<typeof ChatModelOption>;

/** What answers when no model is set up: it quotes. Chat is never unconfigured (ours.md §4). */
export const quotingAnswerer: ChatModelOption = {
  name: "Quotes from your notes",
  id: 1,
  strengths:
    "Quotes the passages that answer, word for word, and says where they stand. Needs no model and no network.",
  description: null,
};

/** `GET /api/model/choices` (ours): what a person may choose, with what each costs and what leaves the machine. */
export const ModelChoice = ChatModelOption.extend({
  provider: z.string().nullable(),
  sees: z.boolean(),
  /** Questions and passages are sent to another machine: where. */
  sends_to: z.string().nullable(),
  /** Per million tokens; null where not known. */
  price_in: z.number().nullable(),
  price_out: z.number().nullable(),
  is_default: z.boolean(),
  is_chosen: z.boolean(),
});
export const ModelChoices = z.object({ chat: z.array(ModelChoice), transcribes: z.boolean(), speaks: z.boolean() });
export type ModelChoices = z.output<typeof ModelChoices>;

export const providerKinds = ["openai", "anthropic", "google", "local"] as const;

/** One of `GET /api/admin/providers`. The key is never answered, only its last signs. */
export const ModelProvider = z.object({
  id: z.int(),
  name: z.string(),
  kind: z.enum(providerKinds),
  base_url: z.string().nullable(),
  key_hint: z.string().nullable(),
  set_by: z.enum(["environment", "panel"]),
  /** The host that texts are sent to; null: they stay on this machine. */
  sends_to: z.string().nullable(),
  models: z.int(),
});
export type ModelProvider = z.output<typeof ModelProvider>;
export const ModelProviders = z.object({ providers: z.array(ModelProvider) });
export type ModelProviders = z.output<typeof ModelProviders>;
export const NewProvider = z.object({
  name: z.string().trim().min(1).max(80),
  kind: z.enum(["openai", "anthropic", "google"]),
  base_url: z.url().max(500).nullish(),
  key: z.string().trim().min(1).max(4000).nullish(),
});
export type NewProvider = z.output<typeof NewProvider>;
/** What is left out stays; `key: null` takes the key away. */
export const ProviderChange = NewProvider.omit({ kind: true }).partial();
export type ProviderChange = z.output<typeof ProviderChange>;
/** `GET /api/admin/providers/{id}/offers`: the models the provider says it has. */
export const ProviderOffers = z.object({ models: z.array(z.string()) });
export type ProviderOffers = z.output<typeof ProviderOffers>;

/** One of `GET /api/admin/models`, in the order in which they are tried. */
export const AdminModel = z.object({
  id: z.int(),
  provider_id: z.int(),
  provider: z.string(),
  kind: z.enum(providerKinds),
  /** The host that texts are sent to; null: they stay on this machine. */
  sends_to: z.string().nullable(),
  model: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  is_default: z.boolean(),
  sees: z.boolean(),
  context_tokens: z.int(),
  answer_tokens: z.int(),
  price_in: z.number().nullable(),
  price_out: z.number().nullable(),
  strengths: z.string().nullable(),
  description: z.string().nullable(),
});
export type AdminModel = z.output<typeof AdminModel>;
export const AdminModels = z.object({ models: z.array(AdminModel) });
export type AdminModels = z.output<typeof AdminModels>;
const modelFacts = z.object({
  name: z.string().trim().min(1).max(100),
  sees: z.boolean(),
  context_tokens: z.int().min(512).max(10_000_000),
  answer_tokens: z.int().min(16).max(1_000_000),
  price_in: z.number().min(0).nullish(),
  price_out: z.number().min(0).nullish(),
  strengths: z.string().trim().max(500).nullish(),
  description: z.string().trim().max(1000).nullish(),
});
export const NewModel = modelFacts.extend({
  provider_id: z.int(),
  model: z.string().trim().min(1).max(300),
  name: modelFacts.shape.name.optional(),
  sees: modelFacts.shape.sees.default(false),
  context_tokens: modelFacts.shape.context_tokens.default(32_768),
  answer_tokens: modelFacts.shape.answer_tokens.default(2048),
});
export type NewModel = z.input<typeof NewModel>;
/** What is left out stays; `make_default` puts it first. */
export const ModelChange = modelFacts
  .extend({
    enabled: z.boolean(),
    make_default: z.literal(true),
    /** Its place among all of them in the order in which they are tried, from 1 on. */
    position: z.int().min(1).max(10_000),
  })
  .partial();
export type ModelChange = z.output<typeof ModelChange>;

/** `POST /api/admin/local-models`: a GGUF file of the server's machine, by its whole path. */
export const NewLocalModel = z.object({
  path: z.string().trim().min(1).max(4000),
  name: z.string().trim().min(1).max(100).optional(),
});
export type NewLocalModel = z.output<typeof NewLocalModel>;
/** What became of the file added last: what runs it is being got (so many packages of how many), or it is tried. */
export const LocalAddition = z.object({
  state: z.enum(["none", "getting", "trying", "added", "failed"]),
  file: z.string().nullable(),
  got: z.int().nullable(),
  of: z.int().nullable(),
  reason: z.string().nullable(),
  model_id: z.int().nullable(),
});
export type LocalAddition = z.output<typeof LocalAddition>;

/** `GET/PUT /api/admin/speech`: what hears and what reads aloud; null: nothing does. */
export const SpeechModel = z.object({
  provider_id: z.int(),
  model: z.string().trim().min(1).max(200),
  voice: z.string().trim().max(100).nullable(),
});
export const SpeechSettings = z.object({ transcribe: SpeechModel.nullable(), speak: SpeechModel.nullable() });
export type SpeechSettings = z.output<typeof SpeechSettings>;

/** Where the model that reads meaning stands. */
export const embeddingStates = ["off", "waiting", "getting", "loading", "ready", "failed"] as const;

/** One embedding model or cross-encoder of the catalogue, or of the person's own. */
export const CatalogueModel = z.object({
  name: z.string(),
  purpose: z.enum(["embed", "rerank", "chat"]),
  licence: z.string(),
  languages: z.string(),
  dimensions: z.int().nullable(),
  /** Bytes to get. */
  bytes: z.int(),
  sha256: z.string().nullable(),
  sources: z.array(z.string()),
  /** `false`: nobody has tried it with this program yet. */
  verified: z.boolean(),
  installed: z.boolean(),
  /** Bytes on disk, when installed. */
  on_disk: z.int().nullable(),
});
export type CatalogueModel = z.output<typeof CatalogueModel>;

/** `GET /api/admin/embedding`. */
export const EmbeddingStatus = z.object({
  kind: z.enum(["local", "endpoint", "none"]),
  set_by: z.enum(["environment", "panel", "built-in"]),
  model: z.string().nullable(),
  state: z.enum(embeddingStates),
  /** What is being done, or what failed and what to do about it. */
  reason: z.string().nullable(),
  /** The endpoint of the table, asked while `kind` says so; null: none is set. The key is never answered, only its last signs. */
  endpoint: z
    .object({
      base_url: z.string(),
      key_hint: z.string().nullable(),
      /** Null: the first it lists. */
      model: z.string().nullable(),
      set_by: z.enum(["environment", "panel"]),
    })
    .nullable(),
  got_bytes: z.int().nullable(),
  of_bytes: z.int().nullable(),
  sends_to: z.string().nullable(),
  paused: z.boolean(),
  catalogue: z.array(CatalogueModel),
});
export type EmbeddingStatus = z.output<typeof EmbeddingStatus>;
/** `PATCH /api/admin/embedding`. Another model embeds every note anew, while the old vectors serve. */
export const EmbeddingChange = z.object({
  kind: z.enum(["local", "endpoint", "none"]).optional(),
  /** Of the kind that is chosen; `null`, of an endpoint: the first it lists. */
  model: z.string().trim().min(1).max(200).nullish(),
  /** Of the endpoint; `null` forgets it with its key. */
  base_url: z.url().max(500).nullish(),
  /** Of the endpoint; `null` takes it away. */
  key: z.string().trim().min(1).max(4000).nullish(),
  paused: z.boolean().optional(),
});
export type EmbeddingChange = z.output<typeof EmbeddingChange>;
/** `POST /api/admin/embedding/test`: what is left out is what is kept. Nothing is saved. */
export const EmbeddingTest = EmbeddingChange.pick({ base_url: true, key: true, model: true });
export type EmbeddingTest = z.output<typeof EmbeddingTest>;
export const EmbeddingTestReport = TestReport.extend({
  model: z.string().nullable(),
  dimensions: z.int().nullable(),
});
export type EmbeddingTestReport = z.output<typeof EmbeddingTestReport>;

/** `GET /api/content/progress`: how far text and meaning of what one may read have come, apart. */
export const IndexingProgress = z.object({
  text: z.object({ files: z.int(), waiting: z.int(), passages: z.int() }),
  meaning: z.object({
    state: z.enum(embeddingStates),
    reason: z.string().nullable(),
    model: z.string().nullable(),
    /** Share of the model that has come, from 0 to 1; null when it is not on its way. */
    got: z.number().nullable(),
    passages: z.int(),
    embedded: z.int(),
    paused: z.boolean(),
    /** Passages a second of the last minute, and seconds left at that; null when nothing is under way. */
    per_second: z.number().nullable(),
    seconds_left: z.number().nullable(),
  }),
});
export type IndexingProgress = z.output<typeof IndexingProgress>;
