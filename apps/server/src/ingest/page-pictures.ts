import { KhojError, notFound, tooMany } from "@khoj/contract";
import type { Library } from "../library/index.ts";
import type { ParserPool } from "./parser/parser-pool.ts";
import { openTurns } from "./turns.ts";

/** Pictures of the pages of PDFs, drawn where other people's files may do no harm. */
export interface PagePictures {
  /** A PNG of page `page` (from 1) of the newest file of that name. */
  draw(
    asking: { readonly personId: string; readonly spaces: readonly string[] },
    asked: { readonly fileName: string; readonly page: number },
  ): Promise<Uint8Array>;
}

/** Of one page: an A4 page at 150 dots an inch has 2.2 million. */
const mostPixels = 4e6;
const drawMilliseconds = 15_000;
/** The last pages drawn, since a reader turns back and asks again. */
const keptBytes = 24e6;

/** Pages asked for and not yet drawn; who looks through a file waits for one or two. */
const mostWaiting = { ofOne: 50, ofAll: 400 };

interface Found {
  readonly spaceId: string;
  readonly documentId: string;
}

interface Asked {
  readonly fileName: string;
  readonly page: number;
}

export function openPagePictures(library: Library, parsers: ParserPool): PagePictures {
  const kept = new Map<string, Uint8Array>();
  const keep = (key: string, picture: Uint8Array): void => {
    kept.delete(key);
    kept.set(key, picture);
    let sum = [...kept.values()].reduce((all, { length }) => all + length, 0);
    for (const [oldest, { length }] of kept) {
      if (sum <= keptBytes) break;
      kept.delete(oldest);
      sum -= length;
    }
  };
  // Each page is drawn once however many ask for it, and one after the other: a file is in memory only while it is drawn from.
  const drawing = new Map<string, Promise<Uint8Array>>();
  const turns = openTurns(mostWaiting);
  const begin = (personId: string, key: string, { spaceId, documentId }: Found, asked: Asked): Promise<Uint8Array> => {
    const picture = turns.take(personId, async () => {
      const original = await library.originalOf(spaceId, documentId);
      if (original === undefined) throw notFound("original", asked.fileName);
      const drawn = await drawPage(parsers, original.content, asked);
      keep(key, drawn);
      return drawn;
    });
    if (picture === undefined)
      throw tooMany("Many pages are being drawn for you; ask for this one again in a moment", 2);
    const ended = picture.finally(() => drawing.delete(key));
    drawing.set(key, ended);
    return ended;
  };
  return {
    async draw({ personId, spaces }, { fileName, page }) {
      const found = await library.originalVersion(spaces, fileName);
      if (found === undefined) throw notFound("original", fileName);
      const key = `${found.documentId}/${found.version}/${page}`;
      const known = kept.get(key);
      if (known !== undefined) {
        keep(key, known);
        return known;
      }
      return drawing.get(key) ?? begin(personId, key, found, { fileName, page });
    },
  };
}

async function drawPage(
  parsers: ParserPool,
  content: Uint8Array,
  { fileName, page }: { readonly fileName: string; readonly page: number },
): Promise<Uint8Array> {
  const draw = { page, pixels: mostPixels };
  const file = { fileName, bytes: content.length, milliseconds: drawMilliseconds, draw, open: () => [content] };
  const [outcome] = await parsers.parse([file]);
  if (outcome?.kind === "answered" && outcome.answer.kind === "drawn") return outcome.body;
  if (outcome?.kind === "answered" && outcome.answer.kind === "unreadable")
    throw new KhojError("not_found", `${outcome.answer.reason} The file itself can be opened without \`page\`.`);
  const why = outcome?.kind === "failed" ? outcome.reason : "its parser answered something else";
  throw new KhojError("unavailable", `Page ${page} of ${fileName} could not be drawn: ${why}`);
}
