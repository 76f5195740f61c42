import { z } from "zod";
import type { ChatModels, NamedChatModel } from "../../models/index.ts";
import type { Part } from "../answer/read-question.ts";
import type { Message } from "../message-store.ts";
import { askForJson } from "./ask-for-json.ts";
import { toTurn } from "./write-prompt.ts";

export interface InferDeps {
  readonly models: ChatModels;
  readonly model: NamedChatModel;
}

const Queries = z.object({ queries: z.array(z.string().trim().min(1).max(300)).max(8) });
const mostQueries = 5;
const patience = 8000;

/**
 * What to search for. A question that stands alone is read without asking anybody; one that leans on the conversation, or
 * is long, is put into queries by the model, beside our own reading. Each query comes with wider ones after it.
 */
export async function inferQueries(
  { models, model }: InferDeps,
  {
    question,
    parts,
    before,
  }: { readonly question: string; readonly parts: readonly Part[]; readonly before: readonly Message[] },
  signal: AbortSignal,
): Promise<readonly (readonly string[])[]> {
  const own = parts.map(({ queries }) => queries);
  if (!needsModel(question, parts, before)) return own;
  const turns = [
    toTurn(
      "system",
      `Write the searches that find what a question asks for in somebody's notes: one for each thing it asks, ${mostQueries} at most, each of a few words, with the names that words like "he" or "that" stand for in the conversation. Answer with JSON: {"queries": ["…"]}. Do not answer the question.`,
    ),
    toTurn("user", `${recentOf(before)}Question: ${question.slice(0, 4000)}`),
  ];
  const answer = await askForJson(models, [model], { turns, schema: Queries, answerTokens: 300, patience }, signal);
  const filters = [...new Set(parts.flatMap((part) => part.written))].join(" ");
  const inferred = (answer?.queries ?? []).slice(0, mostQueries).map((query) => [`${query} ${filters}`.trim()]);
  return inferred.length === 0 ? own : [...inferred, ...own].slice(0, mostQueries + 1);
}

/** More words than a search takes well. */
const longQuestion = 40;

function needsModel(question: string, parts: readonly Part[], before: readonly Message[]): boolean {
  if (before.length > 0 && parts.some(({ leansOnEarlier }) => leansOnEarlier)) return true;
  return question.split(/\s+/).length > longQuestion;
}

function recentOf(before: readonly Message[]): string {
  const recent = before.slice(-4).map(({ by, text }) => `${by === "you" ? "Person" : "Answer"}: ${text.slice(0, 600)}`);
  return recent.length === 0 ? "" : `${recent.join("\n")}\n\n`;
}
