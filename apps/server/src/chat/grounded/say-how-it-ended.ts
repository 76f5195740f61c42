import type { Actor } from "../../platform/actor.ts";
import { neutraliseLabel } from "../answer/neutralise.ts";
import type { Part } from "../answer/read-question.ts";
import type { GatheredPassage } from "./gather-passages.ts";
import { quoteGathered } from "./quote-gathered.ts";
import type { Speaker } from "./speaker.ts";
import type { StreamedEnd } from "./stream-model.ts";
import type { From } from "./write-prompt.ts";

interface Ending {
  readonly ended: StreamedEnd;
  readonly from: From;
  readonly parts: readonly Part[];
  readonly passages: readonly GatheredPassage[];
  readonly speaker: Speaker;
}

/** What the server says below a model's words: that they are not all, rest on nothing, or are none; and what was found. */
export function sayHowItEnded(actor: Actor, ending: Ending): void {
  const { ended, speaker, passages, parts } = ending;
  const name = neutraliseLabel(ended.by?.name ?? "The model");
  if (ended.end === "complete" || ended.end === "length" || ended.end === "late") {
    if (ended.end === "length") speaker.remark(`\n\n*${name} may not write more than this at once. Ask it to go on.*`);
    if (ended.end === "late")
      speaker.remark(`\n\n*${name} took longer than an answer may and was stopped here; what it wrote stands above.*`);
    sayWhatItRestsOn(ending);
    return;
  }
  const sayGap = speaker.hasWritten ? "\n\n" : "";
  speaker.remark(`${sayGap}*${whatHappened(name, ended)}*`);
  const quotes = quoteGathered(actor, parts, passages);
  if (quotes.length > 0) speaker.remark(`\n\nWhat your notes have:\n\n${quotes.join("\n\n")}`);
}

function whatHappened(name: string, { end, reason }: StreamedEnd): string {
  if (end === "refused") return `${name} declined to answer this.`;
  if (end === "looping") return `${name} began to repeat itself and was stopped.`;
  return `No answer came of it: ${neutraliseLabel(reason ?? `${name} failed`).replace(/\.*$/, "")}.`;
}

/** An answer that rests on nothing is said to. */
function sayWhatItRestsOn({ from, passages, speaker }: Ending): void {
  if (from === "knowledge" || passages.length === 0 || !speaker.hasWritten) return;
  const { citations } = speaker.marks();
  if (citations.length === 0) {
    if (!saysNotThere(speaker.text())) speaker.remark("\n\n*This answer names no passage that it rests on.*");
  } else if (citations.every(({ checked }) => !checked)) {
    speaker.remark(
      "\n\n*No citation of this answer could be confirmed in the passage it names: take it as unsupported.*",
    );
  }
}

/** "Not in your notes", in the languages we read questions in. */
const notThere =
  /not? (?:in|mentioned in|found in|covered (?:in|by)) (?:your|the|any of your) (?:notes|passages)|notes (?:do not|don.t) (?:say|mention|answer|contain)|nicht in (?:deinen|ihren|den) notizen|pas dans (?:vos|tes|les) notes|no (?:está|están|aparece) en (?:tus|sus|las) notas|non (?:è|sono|c.è) (?:nelle|tra le) (?:tue|sue )?\s?note|(?:nothing|no) (?:in|of) (?:your|the) (?:notes|passages)|笔记(?:中|里)(?:没有|未)|в (?:ваших |твоих )?заметках (?:этого )?нет/iu;

const saysNotThere = (text: string): boolean => notThere.test(text);
