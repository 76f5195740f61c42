import type { Actor } from "../platform/actor.ts";
import { readableSpaces } from "../platform/permitted-spaces.ts";
import type { ChatDeps } from "./chat-deps.ts";

const forms = [
  (title: string) => `What do my notes say about ${title}?`,
  (title: string) => `What did I write in ${title}?`,
  (title: string) => `What should I remember about ${title}?`,
];
const longestTitle = 80;

/** Questions to begin with, made of the names of the newest notes. None where there are no notes. */
export async function suggestQuestions(deps: ChatDeps, actor: Actor): Promise<readonly string[]> {
  const titles = await deps.library.recentTitles(readableSpaces(actor), forms.length * 3);
  return titles
    .filter((title) => title.length <= longestTitle)
    .slice(0, forms.length)
    .flatMap((title, index) => forms[index]?.(title) ?? []);
}
