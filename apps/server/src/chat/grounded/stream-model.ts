import { type ChatEnd, ChatFailure } from "@khoj/models";
import type { ChatModels, NamedChatModel } from "../../models/index.ts";
import { fitPrompt, type PromptParts } from "./fit-prompt.ts";
import type { Speaker } from "./speaker.ts";

export interface Streaming {
  readonly models: ChatModels;
  readonly chain: readonly NamedChatModel[];
  readonly parts: PromptParts;
  readonly speaker: Speaker;
  readonly signal: AbortSignal;
  step(text: string): void;
  think(text: string): void;
  spend(usage: { readonly inputTokens: number | undefined; readonly outputTokens: number | undefined }): void;
}

/** How it ended, and who said it last. */
export interface StreamedEnd {
  readonly end: ChatEnd | "failed";
  readonly by: NamedChatModel | undefined;
  /** For the person: what failed, of all that were tried. */
  readonly reason: string | undefined;
}

interface Fitted extends StreamedEnd {
  readonly tooLong: boolean;
}

/**
 * Streams the answer of the first model that gives one. Models for which the prompt is too large are asked apart, with
 * less of it; one that finds it too long all the same is asked again with half.
 */
export async function streamModel(streaming: Streaming): Promise<StreamedEnd> {
  let remaining = streaming.chain;
  let share = 1;
  let last: Fitted = { end: "failed", by: undefined, reason: undefined, tooLong: false };
  for (let head = remaining[0]; head !== undefined; head = remaining[0]) {
    const fitted = fitPrompt(head.model, streaming.parts, share);
    const fitting = remaining.filter((one) => one === head || one.model.contextTokens >= fitted.tokens);
    last = await streamFitting(streaming, fitting, fitted);
    if (last.end !== "failed") return last;
    const again = share === 1 && fitting.length === 1 && last.tooLong && !streaming.speaker.hasWritten;
    if (again)
      streaming.step(`**Generating answer** again with less of the conversation: it was too long for ${head.name}`);
    share = again ? 0.5 : 1;
    if (!again) remaining = remaining.filter((one) => !fitting.includes(one));
  }
  return last;
}

async function streamFitting(
  { models, speaker, signal, step, think, spend }: Streaming,
  chain: readonly NamedChatModel[],
  { turns, answerTokens }: ReturnType<typeof fitPrompt>,
): Promise<Fitted> {
  let by = chain[0];
  try {
    for await (const piece of models.ask(chain, { turns, answerTokens, temperature: 0.2, signal })) {
      signal.throwIfAborted();
      if (piece.kind === "text") speaker.write(piece.text);
      else if (piece.kind === "thought") think(piece.text);
      else if (piece.kind === "step") {
        by = piece.asking;
        step(piece.text);
        if (piece.withdraws && speaker.hasWritten) speaker.remark(`\n\n${brokeOff(piece.asking.name)}\n\n`);
      } else if (piece.kind === "end") {
        spend(piece.usage);
        speaker.pause();
        if (piece.end === "complete" && !speaker.hasWritten) return silent(by);
        return { end: piece.end, by, reason: undefined, tooLong: false };
      }
    }
    return speaker.hasWritten ? { end: "complete", by, reason: undefined, tooLong: false } : silent(by);
  } catch (error) {
    speaker.pause();
    signal.throwIfAborted();
    if (!(error instanceof ChatFailure)) throw error;
    return { end: "failed", by, reason: error.message, tooLong: error.kind === "too-long" };
  }
}

const silent = (by: NamedChatModel | undefined): Fitted => ({
  end: "failed",
  by,
  reason: `${by?.name ?? "The model"} said nothing`,
  tooLong: false,
});

const brokeOff = (next: string): string => `*The answer broke off here. ${next} answers from the beginning:*`;
