import type { BinaryParser, ParseTools } from "./binary-parser.ts";
import { decode } from "./decode.ts";
import {
  type BinaryFormat,
  type Format,
  type ParsedDocument,
  type ParseInput,
  type TextFormat,
  UnreadableError,
} from "./document.ts";
import { detectLanguage, languageSample } from "./language.ts";
import { limitTags } from "./limit-tags.ts";
import { parseCode } from "./parse/code.ts";
import { parseCsv } from "./parse/csv.ts";
import { parseHtml } from "./parse/html.ts";
import { parseJson } from "./parse/json.ts";
import { parseMarkdown } from "./parse/markdown.ts";
import { parseNotebook } from "./parse/notebook.ts";
import { parseOrg } from "./parse/org.ts";
import { parsePlaintext } from "./parse/plaintext.ts";
import { parseXml } from "./parse/xml.ts";
import type { Draft, FormatParser, Source } from "./parser.ts";
import { sniff } from "./sniff.ts";

/** The one list of formats of text: a new parser is a file in parse/ and a line here. */
const parsers: Readonly<Record<TextFormat, FormatParser>> = {
  markdown: parseMarkdown,
  org: parseOrg,
  plaintext: parsePlaintext,
  html: parseHtml,
  xml: parseXml,
  csv: parseCsv,
  json: parseJson,
  code: parseCode,
  notebook: parseNotebook,
};

/** Formats of bytes. Their engines are large: a parser is loaded when the first such file comes. */
const binaryParsers: Readonly<Record<BinaryFormat, () => Promise<BinaryParser>>> = {
  pdf: async () => (await import("./parse/pdf.ts")).parsePdf,
  image: async () => (await import("./parse/image.ts")).parseImage,
  docx: async () => (await import("./parse/docx.ts")).parseDocx,
  epub: async () => (await import("./parse/epub.ts")).parseEpub,
  opendocument: async () => (await import("./parse/open-document.ts")).parseOpenDocument,
  pptx: async () => (await import("./parse/pptx.ts")).parsePptx,
  xlsx: async () => (await import("./parse/xlsx.ts")).parseXlsx,
  eml: async () => (await import("./parse/eml.ts")).parseEml,
};

/**
 * Reads a file. Throws UnreadableError, and nothing else, for bytes that no parser takes. Without tools only formats of
 * text are read.
 */
export async function parse(input: ParseInput, tools?: ParseTools): Promise<ParsedDocument> {
  const sniffed = sniff(input);
  if (sniffed.kind === "text") {
    const { format } = sniffed;
    const { text, replaced } = decode(input.bytes, input.charset, charsetInside[format]);
    const draft = draftOf(format, { text, fileName: input.fileName });
    return finish(format, replaced === 0 ? draft : { ...draft, missing: [...draft.missing, damaged(replaced)] });
  }
  if (sniffed.kind !== "binary") throw new UnreadableError(sniffed.reason);
  if (tools === undefined) throw new UnreadableError(`Nothing is here to read ${sniffed.name} with.`);
  const parser = await binaryParsers[sniffed.format]();
  return finish(sniffed.format, await parser({ bytes: input.bytes, fileName: input.fileName }, tools));
}

async function finish(format: Format, draft: Draft): Promise<ParsedDocument> {
  const tags = limitTags(draft.tags);
  const missing = [...draft.missing];
  if (tags.length < draft.tags.length) missing.push(`Of its ${draft.tags.length} tags ${tags.length} were taken.`);
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
