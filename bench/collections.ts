import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { IndexedDocument } from "../apps/server/src/library/index.ts";
import { aDocument } from "../apps/server/src/search/index/testing/notes.ts";
import { chunk, detectLanguage, fileTypeOf, parse } from "../packages/text/src/index.ts";
import { corporaFolder } from "./corpora.ts";

/** Documents, and questions whose good chunks are known by `document.ordinal`. */
export interface Collection {
  readonly name: string;
  readonly documents: readonly IndexedDocument[];
  readonly questions: readonly Question[];
  /** The same as files, for a server to read. */
  readonly files: readonly { readonly name: string; readonly content: string }[];
  /** The chunk that a hit is, as `document.ordinal`, by the file and where in it the hit starts. */
  readonly keyOf: (file: string, start: number) => string;
  /** Where a chunk stands, by its key. */
  readonly placeOf: (key: string) => Place | undefined;
}

export interface Question {
  readonly ask: string;
  readonly kind: string;
  readonly gains: ReadonlyMap<string, number>;
  /** The passages that answer, character by character, where a collection says so. */
  readonly wanted?: readonly Place[];
}

/** From `start` to before `end` of a document's text. */
export interface Place {
  readonly document: string;
  readonly start: number;
  readonly end: number;
}

/** Every paragraph is a document, and the answer to the questions asked of it. */
export async function xquad(language: string): Promise<Collection> {
  const { data } = readJson<XquadFile>(join(corporaFolder(), "xquad", `xquad.${language}.json`));
  const paragraphs = data.flatMap((article) => article.paragraphs);
  const documents = await Promise.all(
    paragraphs.map(async ({ context }, number) =>
      aDocument(`p${number}`, [context], { fileName: `p${number}`, language: await detectLanguage(context) }),
    ),
  );
  const questions = paragraphs.flatMap(({ qas }, number) =>
    qas.map(({ question }) => ({ ask: question, kind: language, gains: new Map([[`p${number}.0`, 1]]) })),
  );
  const files = paragraphs.map(({ context }, number) => ({ name: `p${number}.txt`, content: context }));
  // A server cuts a paragraph that is long; whichever piece it finds is the paragraph.
  const keyOf = (file: string): string => `${file.replace(/\.txt$/, "")}.0`;
  return { name: `xquad ${language}`, documents, questions, files, keyOf, placeOf: () => undefined };
}

/** Five long texts in chunks; a chunk is good when it overlaps a wanted passage by half of the shorter of the two. */
export async function chunkingEval(): Promise<Collection> {
  const root = join(corporaFolder(), "chunking-eval");
  const names = readdirSync(join(root, "corpora")).sort();
  const read = await Promise.all(names.map((name) => readNote(join(root, "corpora"), name)));
  const byName = new Map(read.map((note) => [note.fileName.replace(/\.md$/, ""), note]));
  const [, ...rows] = readCsv(readFileSync(join(root, "questions.csv"), "utf8"));
  const questions = rows.map(([ask = "", references = "[]", corpus = ""]) => {
    const note = byName.get(corpus);
    const passages = JSON.parse(references) as { content: string; start_index: number }[];
    const gains = new Map<string, number>();
    const wanted: Place[] = [];
    for (const { content, start_index } of passages) {
      // Offsets are given in code points, so the passage stands there or a little later.
      const start = note?.text.indexOf(content, start_index) ?? -1;
      if (start < 0 || !note) continue;
      wanted.push({ document: note.document.id, start, end: start + content.length });
      for (const piece of note?.spans ?? []) {
        const shared = Math.min(piece.end, start + content.length) - Math.max(piece.start, start);
        const shorter = Math.min(piece.end - piece.start, content.length);
        if (shared * 2 >= shorter) gains.set(`${note?.document.id}.${piece.ordinal}`, 1);
      }
    }
    return { ask, kind: corpus, gains, wanted };
  });
  return { name: "chunking-eval", questions, ...asFiles(read) };
}

/** The notes and questions written for this project: what ranking is tuned on. */
export async function judged(): Promise<Collection> {
  const root = join(import.meta.dirname, "judged");
  const names = readdirSync(join(root, "notes"), { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.\w+$/.test(name),
  );
  const read = await Promise.all(names.sort().map((name) => readNote(join(root, "notes"), name)));
  const byName = new Map(read.map((note) => [note.fileName, note]));
  const asked = readJson<JudgedQuestion[]>(join(root, "questions.json"));
  const questions = asked.map(({ ask, kind, answers }) => {
    const gains = new Map<string, number>();
    for (const { file, has, gain } of answers) {
      const note = byName.get(file);
      const pieces = (note?.document.chunks ?? []).filter(({ text }) => text.includes(has));
      if (pieces.length === 0)
        throw new Error(`No chunk of ${file} has "${has}": correct bench/judged/questions.json.`);
      for (const piece of pieces) gains.set(`${note?.document.id}.${piece.ordinal}`, gain);
    }
    return { ask, kind, gains };
  });
  return { name: "judged", questions, ...asFiles(read) };
}

/**
 * Small libraries as of somebody who has just begun, each with questions in other words than the notes': what is chosen for
 * few notes is chosen here. A question without an answer asks for what is not there.
 */
export async function smallLibraries(): Promise<Collection[]> {
  const root = join(import.meta.dirname, "judged/small");
  return Promise.all(
    readdirSync(root)
      .sort()
      .map(async (name) => {
        const library = readJson<SmallLibrary>(join(root, name));
        const read = await Promise.all(
          Object.entries(library.notes).map(([fileName, text]) => readBytes(Buffer.from(text), fileName)),
        );
        const questions = library.questions.map(({ ask, in: files }) => ({
          ask,
          kind: files.length === 0 ? "nothing" : "paraphrase",
          gains: new Map(
            files.map((file) => {
              if (library.notes[file] === undefined) throw new Error(`${name} has no note ${file}: correct it.`);
              return [`${file}.0`, 1];
            }),
          ),
        }));
        return { name: name.replace(/\.json$/, ""), questions, ...asFiles(read) };
      }),
  );
}

type ReadNote = Awaited<ReturnType<typeof readNote>>;

function asFiles(read: readonly ReadNote[]): Pick<Collection, "documents" | "files" | "keyOf" | "placeOf"> {
  const places = new Map(
    read.flatMap(({ fileName: document, spans }) =>
      spans.map(({ ordinal, start, end }) => [`${document}.${ordinal}`, { document, start, end }]),
    ),
  );
  const keys = new Map(
    read.flatMap(({ fileName, spans }) =>
      spans.map(({ start, ordinal }) => [`${fileName} ${start}`, `${fileName}.${ordinal}`]),
    ),
  );
  return {
    documents: read.map(({ document }) => document),
    files: read.map(({ fileName, source }) => ({ name: fileName, content: source })),
    placeOf: (key) => places.get(key),
    keyOf: (file, start) => keys.get(`${file} ${start}`) ?? `${file} ${start}`,
  };
}

async function readNote(folder: string, fileName: string) {
  return readBytes(readFileSync(join(folder, fileName)), fileName);
}

async function readBytes(bytes: Buffer, fileName: string) {
  const parsed = await parse({ bytes, fileName });
  const spans = chunk(parsed);
  const document = aDocument(fileName, spans, {
    fileName,
    title: parsed.title,
    tags: parsed.tags,
    language: parsed.language,
    fileType: fileTypeOf({ bytes, fileName }) ?? "plaintext",
  });
  return { fileName, source: bytes.toString("utf8"), text: parsed.text, spans, document };
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, "utf8")) as T;
}

/** Rows of a CSV with quoted fields. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n\r]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end !== ",") rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

interface XquadFile {
  readonly data: readonly { readonly paragraphs: readonly XquadParagraph[] }[];
}
interface XquadParagraph {
  readonly context: string;
  readonly qas: readonly { readonly question: string }[];
}
interface SmallLibrary {
  /** Text by name; each note is short enough to be one passage. */
  readonly notes: Readonly<Record<string, string>>;
  readonly questions: readonly { readonly ask: string; readonly in: readonly string[] }[];
}
interface JudgedQuestion {
  readonly ask: string;
  readonly kind: string;
  readonly answers: readonly { readonly file: string; readonly has: string; readonly gain: number }[];
}
