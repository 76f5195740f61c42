import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AskOrder, FromLlama, LoadOrder, ToLlama } from "./messages.ts";

/** The part of node-llama-cpp used here: it is fetched only when such a model is added, so that its types are not there. */
interface LlamaModule {
  getLlama(options: object): Promise<{
    loadModel(options: object): Promise<LlamaModel>;
    createGrammarForJsonSchema(schema: object): Promise<object>;
  }>;
  readonly LlamaChat: new (options: object) => LlamaChat;
  readonly GeneralChatWrapper: new () => object;
}
interface LlamaModel {
  readonly fileInfo: { readonly metadata: { readonly tokenizer?: { readonly chat_template?: string } } };
  readonly tokenizer: object;
  createContext(options: object): Promise<{ getSequence(): object }>;
}
interface LlamaChat {
  readonly chatWrapper: {
    generateContextState(given: { readonly chatHistory: readonly object[] }): {
      readonly contextText: { tokenize(tokenizer: object): readonly number[] };
    };
  };
  generateResponse(
    history: readonly object[],
    options: object,
  ): Promise<{ readonly metadata: { readonly stopReason: string } }>;
}
interface Chunk {
  readonly segmentType?: string;
  readonly text: string;
  readonly tokens: readonly number[];
}

const say = (message: FromLlama): void => {
  process.send?.(message);
};

let answer: ((ask: AskOrder, signal: AbortSignal) => Promise<void>) | undefined;
let stopping = new AbortController();

process.on("message", (message: ToLlama) => {
  if (message.do === "stop") stopping.abort();
  else void handle(message).catch((error: unknown) => say({ is: "failed", name: nameOf(error) }));
});
process.on("disconnect", () => process.exit());

/** The kind of an error alone: its message may hold words of the question. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.constructor.name : "Error");

async function handle(message: LoadOrder | AskOrder): Promise<void> {
  if (message.do === "load") {
    answer = await load(message);
    say({ is: "loaded" });
    return;
  }
  stopping = new AbortController();
  await answer?.(message, stopping.signal);
}

async function load({ runtime, file, contextTokens, threads }: LoadOrder): Promise<typeof answer> {
  const place = path.join(runtime, "node_modules", "node-llama-cpp", "dist", "index.js");
  const { getLlama, LlamaChat, GeneralChatWrapper }: LlamaModule = await import(pathToFileURL(place).href);
  const llama = await getLlama({ gpu: false, build: "never", logLevel: "disabled", maxThreads: threads });
  const model = await llama.loadModel({ modelPath: file });
  const contextSequence = (await model.createContext({ contextSize: contextTokens, threads })).getSequence();
  // A base model was taught no form of conversation: it gets a plain one.
  const hasForm = model.fileInfo.metadata.tokenizer?.chat_template !== undefined;
  const chat = new LlamaChat({ contextSequence, chatWrapper: hasForm ? "auto" : new GeneralChatWrapper() });
  return async (ask, signal) => {
    const history = historyOf(ask);
    const prompt = chat.chatWrapper.generateContextState({ chatHistory: history }).contextText;
    const inputTokens = prompt.tokenize(model.tokenizer).length;
    const room = contextTokens - inputTokens - spare;
    if (room < Math.min(ask.answerTokens, contextTokens / 4)) {
      say({ is: "too-long", tokens: inputTokens });
      return;
    }
    const grammar = ask.json ? await llama.createGrammarForJsonSchema(ask.json) : undefined;
    let outputTokens = 0;
    const { metadata } = await chat.generateResponse(history, {
      onResponseChunk({ segmentType, text, tokens }: Chunk) {
        outputTokens += tokens.length;
        if (text !== "") say({ is: segmentType === undefined ? "text" : "thought", text });
      },
      signal,
      stopOnAbortSignal: true,
      maxTokens: Math.min(ask.answerTokens, room),
      temperature: ask.temperature ?? 0.3,
      ...(ask.seed !== undefined && { seed: ask.seed }),
      ...(grammar && { grammar }),
    });
    say({ is: "ended", end: metadata.stopReason === "maxTokens" ? "length" : "complete", inputTokens, outputTokens });
  };
}

/** Tokens between turns that a template may add. */
const spare = 16;

/** The last entry is the answer to be. */
const historyOf = ({ turns }: AskOrder): object[] => [
  ...turns.map(({ by, text }) =>
    by === "assistant" ? { type: "model", response: [text] } : { type: by === "system" ? "system" : "user", text },
  ),
  { type: "model", response: [] },
];
