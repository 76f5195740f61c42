import { decode } from "./decode.ts";
import { type ParsedDocument, type ParseInput, type TextFormat, UnreadableError } from "./document.ts";
import { detectLanguage, languageSample } from "./language.ts";
import { limitTags } from "./limit-tags.ts";
import { parseCode } from "./parse/code.ts";
import { parseCsv } from "./parse/csv.ts";
import { parseHtml } from "./parse/html.ts";
import { parseJson } from "./parse/json.ts";
import { parseMarkdown } from "./parse/markdown.ts";
import { parseOrg } from "./parse/org.ts";
import { parsePlaintext } from "./parse/plaintext.ts";
import { parseXml } from "./parse/xml.ts";
import type { Draft, FormatParser, Source } from "./parser.ts";
import { sniff } from "./sniff.ts";

/** The one list of formats: a new parser is a file in parse/ and a line here. */
const parsers: Readonly<Record<TextFormat, FormatParser>> = {
  markdown: parseMarkdown,
  org: parseOrg,
  plaintext: parsePlaintext,
  html: parseHtml,
  xml: parseXml,
  csv: parseCsv,
  json: parseJson,
  code: parseCode,
};

/** Reads a file. Throws UnreadableError, and nothing else, for bytes that no parser takes. */
export async function parse(input: ParseInput): Promise<ParsedDocument> {
  const sniffed = sniff(input);
  if (sniffed.kind !== "text") throw new UnreadableError(sniffed.reason);
  const { format } = sniffed;
  const { text, replaced } = decode(input.bytes, input.charset, charsetInside[format]);
  const draft = draftOf(format, { text, fileName: input.fileName });
  const tags = limitTags(draft.tags);
  const missing = [...draft.missing];
  if (tags.length < draft.tags.length) missing.push(`Of its ${draft.tags.length} tags ${tags.length} were taken.`);
  if (replaced > 0) missing.push(damaged(replaced));
  return {
    ...draft,
    format,
    title: draft.title?.toWellFormed(),
    tags: tags.map((tag) => tag.toWellFormed()),
    missing,
    language: await detectLanguage(languageSample(draft)),
  };
}

function draftOf(format: TextFormat, source: Source): Draft {
  try {
    return parsers[format](source);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UnreadableError("The file is larger than its text can be held in memory.", { cause: error });
  }
}

const damaged = (count: number): string =>
  count === 1 ? "One character could not be decoded." : `${count} characters could not be decoded.`;

/** Formats whose text may name its own charset. */
const charsetInside: Partial<Record<TextFormat, (start: string) => string | undefined>> = {
  html: (start) => /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})/i.exec(start)?.[1],
  xml: (start) => /^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([\w-]{1,40})/i.exec(start)?.[1],
};
