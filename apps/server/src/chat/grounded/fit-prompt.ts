import type { ChatModel, ChatTurn } from "@khoj/models";
import type { Message } from "../message-store.ts";
import type { GatheredPassage } from "./gather-passages.ts";
import { fencePassage, toTurn, writeQuestion } from "./write-prompt.ts";

export interface PromptParts {
  readonly system: string;
  readonly question: string;
  readonly images: readonly string[];
  readonly passages: readonly GatheredPassage[];
  readonly fence: string;
  /** Messages before, oldest first. */
  readonly before: readonly Message[];
}

export interface FittedPrompt {
  readonly turns: readonly ChatTurn[];
  readonly answerTokens: number;
  /** Of the passages, so many of the first are in it. */
  readonly passages: number;
  /** About how many tokens it takes with its answer. */
  readonly tokens: number;
}

/** Tokens of a picture, about; and the part of the room that is left free, since counts are estimates. */
const imageTokens = 600;
const slack = 0.08;

/**
 * What of a conversation and its passages fits a model: the question always, then the best passages, then the newest
 * turns, the oldest being left out first (W-28). `share` below 1 takes less, for a model that found it too long.
 */
export function fitPrompt(model: ChatModel, parts: PromptParts, share = 1): FittedPrompt {
  const answerTokens = Math.max(64, Math.min(model.answerTokens, Math.floor(model.contextTokens / 3)));
  const whole = Math.floor((model.contextTokens - answerTokens) * (1 - slack) * share);
  const count = (text: string) => model.countTokens(text) + 6;
  const images = parts.images.length * imageTokens;
  const question = cutMiddle(parts.question, Math.max(80, (whole - images - count(parts.system)) * 0.7), count);
  let room = whole - images - count(parts.system) - count(question);
  const pairs = toPairs(parts.before);
  const passages = takePassages(parts, pairs.length === 0 ? room : room * 0.7, count);
  room -= passages.reduce((sum, one, index) => sum + count(fencePassage(one, index + 1, parts.fence)), 0);
  const history: ChatTurn[] = [];
  for (const [asked, answered] of pairs.toReversed()) {
    const cost = count(asked) + count(answered);
    if (cost > room) break;
    room -= cost;
    history.unshift(toTurn("user", asked), toTurn("assistant", answered));
  }
  return {
    turns: [
      toTurn("system", parts.system),
      ...history,
      toTurn("user", writeQuestion(question, passages, parts.fence), parts.images),
    ],
    answerTokens,
    passages: passages.length,
    tokens: whole - room + answerTokens,
  };
}

/** The first ones that fit; of the first, as much as fits. */
function takePassages(
  { passages, fence }: PromptParts,
  room: number,
  count: (text: string) => number,
): readonly GatheredPassage[] {
  const taken: GatheredPassage[] = [];
  let left = room;
  for (const one of passages) {
    const cost = count(fencePassage(one, taken.length + 1, fence));
    if (cost > left) {
      if (taken.length > 0 || left < 120) break;
      const text = cutMiddle(one.text, left - (cost - count(one.text)) - 20, count);
      return text === "" ? [] : [{ ...one, text }];
    }
    left -= cost;
    taken.push(one);
  }
  return taken;
}

const longestTurn = 4000;
const stale = /\[\d{1,3}\]/g;

/** Questions with their answers. Numbers of passages that are not shown any more say nothing. */
function toPairs(before: readonly Message[]): readonly (readonly [string, string])[] {
  return before.flatMap((message) => {
    if (message.by !== "you") return [];
    const answer = before.find((one) => one.by === "khoj" && one.turnId === message.turnId);
    if (answer === undefined || answer.state === "failed") return [];
    const said = answer.text.replace(/\]\(\/\?open=[^)\s]*\)/g, "]").replace(stale, "");
    return [[message.text.slice(0, longestTurn), said.slice(0, longestTurn)] as const];
  });
}

/** What a person says last matters most; so does how they begin. */
function cutMiddle(text: string, tokens: number, count: (text: string) => number): string {
  let kept = text;
  for (let tries = 0; tries < 12 && count(kept) > tokens; tries += 1) {
    const length = Math.floor(Math.min(kept.length * 0.8, (kept.length * tokens) / count(kept)));
    if (length < 20) return text.slice(-20).toWellFormed();
    const head = Math.floor(length * 0.4);
    kept = `${text.slice(0, head)} … ${text.slice(text.length - (length - head))}`.toWellFormed();
  }
  return kept;
}
