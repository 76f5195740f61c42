import type { ContextItem } from "@khoj/contract";
import type { Actor } from "../../platform/actor.ts";
import type { SearchHit } from "../../search/index.ts";
import type { AttachedPassage } from "./read-attachments.ts";
import type { Quote } from "./shorten-passage.ts";
import type { Candidate } from "./weigh-passages.ts";
import type { Citation } from "./write-answer.ts";

export interface NotePassage extends Candidate {
  readonly from: "note";
  readonly hit: SearchHit;
}
export type Passage = NotePassage | AttachedPassage;

/** A passage with what is quoted of it and the number it is cited by. */
export interface Quoted {
  readonly number: number;
  readonly passage: Passage;
  readonly quote: Quote;
  readonly query: string;
}

/** The same words of the same place, found for another part of the question. */
export const isSame = (one: Quoted, passage: Passage, quote: Quote): boolean =>
  one.quote.text === quote.text &&
  one.passage.fileName === passage.fileName &&
  startOf(one.passage) === startOf(passage);

const startOf = (passage: Passage): number => (passage.from === "note" ? passage.hit.start : passage.start);

function placeOf({ passage, quote }: Quoted, actor: Actor): Citation["place"] {
  const start = quote.pieces[0]?.start ?? 0;
  const end = quote.pieces.at(-1)?.end ?? passage.text.length;
  const base = startOf(passage);
  const firstLine = passage.from === "note" ? passage.hit.line : passage.line;
  const space = passage.from === "note" && passage.hit.spaceId !== actor.home ? passage.hit.spaceId : undefined;
  return {
    start: base + start,
    end: base + end,
    line: firstLine + passage.text.slice(0, start).split("\n").length - 1,
    space,
  };
}

export const toCitation = (quoted: Quoted, actor: Actor): Citation => ({
  number: quoted.number,
  text: quoted.quote.text,
  fileName: quoted.passage.fileName,
  headings: quoted.passage.headings,
  place: placeOf(quoted, actor),
  canOpen: quoted.passage.from === "note",
});

/** What a client is given of a quoted passage: upstream's four fields and where the words stand. */
export function toContext(quoted: Quoted, actor: Actor): ContextItem {
  const { passage, query } = quoted;
  const { start, end, line, space } = placeOf(quoted, actor);
  if (passage.from === "attachment") {
    const uri = `attachment:${encodeURIComponent(passage.fileName)}#line=${line}`;
    return { query, compiled: passage.text, file: passage.fileName, uri, line, start, end, checked: true };
  }
  const { hit } = passage;
  return {
    query,
    compiled: hit.entry,
    file: hit.fileName,
    uri: `${/^https?:\/\//.test(hit.fileName) ? "" : "file://"}${hit.fileName}#${hit.page === undefined ? `line=${line}` : `page=${hit.page}`}`,
    match: { via: hit.match.via, terms: [...hit.match.terms] },
    line,
    ...(hit.page === undefined ? {} : { page: hit.page }),
    start,
    end,
    also: [...hit.also],
    ...(space === undefined ? {} : { space }),
    checked: true,
  };
}
