import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { corporaFolder } from "./corpora.ts";

export interface AskedFor {
  readonly ask: string;
  /** What a passage that answers has, one of these. */
  readonly facts: readonly string[];
}

/** Notes, questions that they answer, and questions that they do not. */
export interface CitationSet {
  readonly name: string;
  readonly notes: readonly { readonly name: string; readonly text: string }[];
  readonly answerable: readonly AskedFor[];
  /** By why they are not answered: nothing of the matter is there, or the rest of it is. */
  readonly unanswerable: { readonly elsewhere: readonly string[]; readonly beside: readonly string[] };
}

interface Article {
  readonly title: string;
  readonly paragraphs: readonly {
    readonly context: string;
    readonly qas: readonly { readonly question: string; readonly answers: readonly { readonly text: string }[] }[];
  }[];
}

/**
 * Questions of every other article of xquad en: thresholds are chosen on one half and reported on the other. The notes
 * are all articles, but of the asked half's first four nothing, and of its next twelve all but the last paragraph.
 */
export function xquadHalf(half: "chosen-on" | "reported-on"): CitationSet {
  const file: { data: readonly Article[] } = JSON.parse(
    readFileSync(join(corporaFolder(), "xquad/xquad.en.json"), "utf8"),
  );
  const asked = (at: number): boolean => (at % 2 === 0) === (half === "chosen-on");
  const notes: { name: string; text: string }[] = [];
  const known: AskedFor[] = [];
  const left = { elsewhere: [] as string[], beside: [] as string[] };
  for (const [at, { title, paragraphs }] of file.data.entries()) {
    const place = Math.floor(at / 2);
    for (const [index, { context, qas }] of paragraphs.entries()) {
      const why = !asked(at) || place >= 16 ? undefined : place < 4 ? "elsewhere" : index === 4 ? "beside" : undefined;
      if (why === undefined) notes.push({ name: `${title}/${index}.md`, text: context });
      else left[why].push(...qas.map(({ question }) => question));
      if (why === undefined && asked(at))
        known.push(...qas.map(({ question, answers }) => ({ ask: question, facts: answers.map(({ text }) => text) })));
    }
  }
  const unanswerable = { elsewhere: spread(left.elsewhere, 50), beside: spread(left.beside, 50) };
  return { name: `xquad en, half ${half}`, notes, answerable: spread(known, 200), unanswerable };
}

/** The project's own notes and questions. */
export function judgedSet(): CitationSet {
  const folder = join(import.meta.dirname, "judged");
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));
  const questions = read("questions.json") as readonly {
    readonly ask: string;
    readonly answers: readonly { readonly has: string }[];
  }[];
  const place = join(folder, "notes");
  const notes = (readdirSync(place, { recursive: true }) as string[])
    .map((name) => join(place, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => ({ name: relative(place, file), text: readFileSync(file, "utf8") }));
  const answerable = questions.map(({ ask, answers }) => ({ ask, facts: answers.map(({ has }) => has) }));
  return {
    name: "judged",
    notes,
    answerable,
    unanswerable: { elsewhere: read("nothing.json") as readonly string[], beside: [] },
  };
}

/** Evenly, always the same. */
const spread = <Item>(from: readonly Item[], count: number): readonly Item[] =>
  Array.from({ length: count }, (_, index) => from[Math.floor((index * from.length) / count)]).flatMap(
    (item) => item ?? [],
  );
