import { z } from "zod";
import { queryBool } from "./query.ts";
import { SearchMatch } from "./search.ts";

/** Text that a database can keep: no NUL, no half of a surrogate pair. Nothing else is changed (W-60: `%25` stays `%25`). */
export const plainText = () => z.string().transform((text) => text.replaceAll("\0", "\uFFFD").toWellFormed());

/** Upstream's validator reads numbers and truths that are sent as strings (`"n":"5"`, wire.md §1.3.2); so do we. */
const looseNumber = (kind: "int" | "float") =>
  z.union([z.number(), z.string()]).transform((raw, context) => {
    const value = typeof raw === "number" ? raw : raw.trim() === "" ? Number.NaN : Number(raw);
    if (kind === "int" ? Number.isSafeInteger(value) : Number.isFinite(value)) return value;
    const wire = kind === "int" ? notWhole : notNumber;
    context.addIssue({ code: "custom", message: wire.msg, params: { type: wire.type, wire }, input: raw });
    return z.NEVER;
  });
const notWhole = {
  type: "int_parsing",
  msg: "Input should be a valid integer, unable to parse string as an integer",
} as const;
const notNumber = {
  type: "float_parsing",
  msg: "Input should be a valid number, unable to parse string as a number",
} as const;
const looseBoolean = () => z.union([z.boolean(), queryBool()]);

const optionalText = plainText().nullish();

export const AttachedFile = z.object({
  name: plainText(),
  content: plainText(),
  file_type: plainText(),
  size: looseNumber("int"),
});
export type AttachedFile = z.output<typeof AttachedFile>;

/** What a client asks: the body of `POST /api/chat` and a chat frame of the socket (wire.md §1.3.2). */
export const ChatRequest = z.object({
  q: plainText(),
  /** Passages to look at for each query; the answer quotes the few that matter. */
  n: looseNumber("int").nullish(),
  d: looseNumber("float").nullish(),
  stream: looseBoolean().nullish(),
  /** Picks the conversation of that name when no id is given. */
  title: optionalText,
  conversation_id: optionalText,
  turn_id: optionalText,
  city: optionalText,
  region: optionalText,
  country: optionalText,
  country_code: optionalText,
  timezone: optionalText,
  images: z.array(z.string()).nullish(),
  files: z.array(AttachedFile).nullish(),
  create_new: looseBoolean().nullish(),
  /** Ours: one of the person's spaces to stay within. */
  space: z.string().nullish(),
  /** Ours: send `marks` events, which other readers do not know. */
  marks: looseBoolean().nullish(),
});
export type ChatRequest = z.output<typeof ChatRequest>;

/** One passage an answer rests on: upstream's four fields, then ours.md §3's. */
export const ContextItem = z.object({
  query: z.string(),
  /** The passage with its headings and neighbours, as search shows it. */
  compiled: z.string(),
  file: z.string(),
  uri: z.string(),
  match: SearchMatch.optional(),
  line: z.int().optional(),
  page: z.int().optional(),
  start: z.int().optional(),
  end: z.int().optional(),
  also: z.array(z.string()).optional(),
  /** The space of the note, when it is not the person's own. */
  space: z.string().optional(),
  /** The words quoted were compared with the note and stand there. */
  checked: z.boolean().optional(),
});
export type ContextItem = z.output<typeof ContextItem>;

/** What was found when an answer was held against its passages. Offsets are UTF-16 units of the whole answer. */
export const AnswerMarks = z.object({
  /** Each `[n]` in the answer. */
  citations: z.array(z.object({ at: z.int(), number: z.int(), checked: z.boolean(), reason: z.string().nullable() })),
  /** Numbers, names and dates that stand in no passage. */
  unsupported: z.array(z.object({ start: z.int(), end: z.int(), kind: z.enum(["number", "name", "date"]) })),
});
export type AnswerMarks = z.output<typeof AnswerMarks>;

/** The marks so far with those of a further `marks` event. */
export const joinMarks = (before: AnswerMarks | undefined, more: AnswerMarks): AnswerMarks => ({
  citations: [...(before?.citations ?? []), ...more.citations],
  unsupported: [...(before?.unsupported ?? []), ...more.unsupported],
});

/** What an answer took, as far as the model's provider says. */
export const ChatUsage = z.object({ input_tokens: z.int(), output_tokens: z.int() });
export type ChatUsage = z.output<typeof ChatUsage>;

/** Never holds a null member or an empty list: khoj.el stops at either (W-63). */
export const OnlineContext = z.record(z.string(), z.record(z.string(), z.unknown()));

export const ChatReferences = z.object({
  inferredQueries: z.array(z.string()),
  context: z.array(ContextItem),
  onlineContext: OnlineContext,
  codeContext: z.record(z.string(), z.unknown()),
});
export type ChatReferences = z.output<typeof ChatReferences>;

export const TrainOfThought = z.object({ type: z.enum(["status", "thought"]), data: z.string() });

/** Both spellings of the two-word keys: stored clients read one, upstream's server wrote the other (wire.md §1.3.1). */
export const Intent = z.object({
  type: z.string(),
  query: z.string(),
  memory_type: z.string().nullable(),
  "memory-type": z.string().nullable(),
  inferred_queries: z.array(z.string()).nullable(),
  "inferred-queries": z.array(z.string()).nullable(),
});

/** A message as history gives it: always all sixteen keys (observed.md E38), and `marks` beside them. */
export const ChatMessage = z.object({
  by: z.enum(["you", "khoj"]),
  message: z.string(),
  created: z.string(),
  turnId: z.string(),
  context: z.array(ContextItem),
  onlineContext: OnlineContext,
  codeContext: z.record(z.string(), z.unknown()),
  researchContext: z.null(),
  operatorContext: z.null(),
  trainOfThought: z.array(TrainOfThought),
  images: z.array(z.string()),
  queryFiles: z.array(AttachedFile).nullable(),
  excalidrawDiagram: z.null(),
  mermaidjsDiagram: z.null(),
  intent: Intent.nullable(),
  automationId: z.null(),
  /** Ours: what was found when a model's answer was held against its passages. Absent in any other message. */
  marks: AnswerMarks.optional(),
});
export type ChatMessage = z.output<typeof ChatMessage>;

export const ConversationAgent = z.object({
  slug: z.string(),
  name: z.string(),
  is_creator: z.boolean(),
  color: z.string(),
  icon: z.string(),
  persona: z.string(),
  is_hidden: z.boolean(),
});

export const ChatHistory = z.object({
  status: z.literal("ok"),
  response: z.object({
    /** Absent in a conversation without messages. */
    chat: z.array(ChatMessage).optional(),
    conversation_id: z.string(),
    slug: z.string(),
    agent: ConversationAgent.nullable(),
    is_owner: z.boolean(),
  }),
});
export type ChatHistory = z.output<typeof ChatHistory>;

export const ChatSession = z.object({
  conversation_id: z.string(),
  /** The name to show. Never null: Obsidian splits it without looking. */
  slug: z.string(),
  agent_name: z.string(),
  agent_icon: z.string(),
  agent_color: z.string(),
  agent_is_hidden: z.boolean(),
  created: z.string(),
  updated: z.string(),
  /** The one space it is about, when it is about one. */
  space: z.string().optional(),
});
export type ChatSession = z.output<typeof ChatSession>;

export const ChatExport = z.array(
  z.object({
    title: z.string(),
    agent: z.string(),
    created_at: z.string(),
    updated_at: z.string(),
    conversation_log: z.object({ chat: z.array(ChatMessage) }),
    file_filters: z.array(z.string()),
  }),
);
export type ChatExport = z.output<typeof ChatExport>;

/** The answer of `POST /api/chat` without `stream`. `context` and `onlineContext` again at the top are for khoj.el. */
export const ChatAnswer = z.object({
  response: z.string(),
  references: ChatReferences.partial(),
  usage: z.record(z.string(), z.unknown()),
  images: z.array(z.string()),
  files: z.array(z.unknown()),
  mermaidjsDiagram: z.array(z.unknown()),
  context: z.array(ContextItem),
  onlineContext: OnlineContext,
});
export type ChatAnswer = z.output<typeof ChatAnswer>;

/** A conversation in the trash (`GET /api/chat/trash`, ours). */
export const TrashedConversation = z.object({
  conversation_id: z.string(),
  slug: z.string(),
  messages: z.int(),
  deleted: z.string(),
  /** When it goes for good. */
  expires: z.string(),
});
export type TrashedConversation = z.output<typeof TrashedConversation>;

export const ChatFeedback = z.object({ uquery: plainText(), kquery: plainText(), sentiment: plainText() });
export type ChatFeedback = z.output<typeof ChatFeedback>;

/** A fault of a chat frame in one sentence, for the socket, which has no 422. */
export const sayFault = (error: z.ZodError): string =>
  error.issues
    .map(({ path, message }) => {
      const what = message.endsWith("received undefined") ? "Field required" : message;
      return `${path.join(".") || "message"}: ${what}`;
    })
    .join("; ");
