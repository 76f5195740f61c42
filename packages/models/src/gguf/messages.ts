/** What the server and the process that runs a GGUF file say to each other. */
export type ToLlama = LoadOrder | AskOrder | { readonly do: "stop" };

export interface LoadOrder {
  readonly do: "load";
  /** Where node-llama-cpp lies. */
  readonly runtime: string;
  readonly file: string;
  readonly contextTokens: number;
  readonly threads: number;
}

export interface AskOrder {
  readonly do: "ask";
  readonly turns: readonly { readonly by: "system" | "user" | "assistant"; readonly text: string }[];
  readonly answerTokens: number;
  readonly temperature: number | undefined;
  readonly seed: number | undefined;
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/** `failed` and the two ends are last; after them the process waits for the next order. */
export type FromLlama =
  | { readonly is: "loaded" }
  | { readonly is: "text" | "thought"; readonly text: string }
  | {
      readonly is: "ended";
      readonly end: "complete" | "length";
      readonly inputTokens: number;
      readonly outputTokens: number;
    }
  | { readonly is: "too-long"; readonly tokens: number }
  | { readonly is: "failed"; readonly name: string };
