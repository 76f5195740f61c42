import type { SearchResult } from "@khoj/contract";
import { v5 as nameBasedId } from "uuid";
import type { SearchHit } from "./hit.ts";

/** One hit as upstream words it (wire.md §1.1.1), with our why and where in `additional`. */
export function toWire(hit: SearchHit, home: string): SearchResult {
  const { heading, entry, compiled } = forms(hit);
  return {
    entry,
    score: toScore(hit.relevance),
    "cross-score": hit.crossRelevance === undefined ? null : toScore(hit.crossRelevance),
    additional: {
      source: hit.source,
      file: hit.fileName,
      uri: uriOf(hit),
      compiled,
      heading,
      match: { via: hit.match.via, terms: [...hit.match.terms] },
      line: hit.line,
      ...(hit.page !== undefined && { page: hit.page }),
      start: hit.start,
      end: hit.end,
      also: [...hit.also],
      ...(hit.title !== undefined && { title: hit.title }),
      type: hit.fileType,
      classification: hit.classification,
      ...(hit.spaceId !== home && { space: hit.spaceId }),
    },
    "corpus-id": corpusId(hit),
  };
}

/** Lower is better. Rounded, so that equal relevance gives equal text. */
const toScore = (relevance: number): number => Math.round((1 - relevance) * 1e6) / 1e6;

/** Shared by the chunks of one entry, and the same in every answer: made of the document and its section. */
const corpusId = (hit: SearchHit): string => nameBasedId(String(hit.sectionStart), hit.documentId);

/** Ends in the place of the passage (ours.md §3). */
function uriOf(hit: SearchHit): string {
  const base = /^https?:\/\//.test(hit.fileName) ? hit.fileName : `file://${hit.fileName}`;
  return hit.page === undefined ? `${base}#line=${hit.line}` : `${base}#page=${hit.page}`;
}

interface Forms {
  readonly entry: string;
  readonly compiled: string;
  readonly heading: string;
}

/** Upstream's three views of an entry, by type (wire.md §4.2). */
function forms(hit: SearchHit): Forms {
  if (hit.fileType === "markdown") return markdownForms(hit);
  if (hit.fileType === "org") return orgForms(hit);
  const compiled = `${hit.fileName}\n${hit.entry.trimEnd()}`;
  if (hit.fileType === "plaintext") return { entry: compiled, compiled, heading: hit.fileName };
  return { entry: hit.entry, compiled, heading: `${hit.fileName}\n` };
}

function markdownForms({ fileName, entry }: SearchHit): Forms {
  const firstHeading = /^#+[ \t].*$/m.exec(entry)?.[0];
  const startsWithHeading = firstHeading !== undefined && entry.trimStart().startsWith(firstHeading);
  return {
    entry,
    compiled:
      `# ${fileName}\n${firstHeading ? entry.replace(firstHeading, () => `#${firstHeading}`) : entry}`.trimEnd(),
    heading: startsWithHeading ? `# ${fileName}\n#${firstHeading}` : `# ${fileName}\n`,
  };
}

const headline = /^\*+[ \t]+(.*?)[ \t]*((?::[\p{L}\p{N}_@#%]+)+:)?[ \t]*$/u;

/** Upstream heads an Org entry by `* ancestors or file` and `** its own title.`, and ends it by an empty line. */
function orgForms({ fileName, entry }: SearchHit): Forms {
  const shown = `${entry.trimEnd()}\n\n`;
  const lines = entry.split("\n");
  const first = lines.findIndex((line) => headline.test(line));
  if (first === -1) return { entry: shown, compiled: `* ${fileName}\n${entry.trim()}`, heading: `* ${fileName}` };
  let own = first;
  while (headline.test(lines[own + 1] ?? "")) own += 1;
  const [, title = "", tags = ""] = headline.exec(lines[own] ?? "") ?? [];
  const ancestors = lines.slice(first, own).map((line) => headline.exec(line)?.[1] ?? "");
  const heading = `* ${ancestors.join(" / ") || fileName}\n** ${title}.`;
  const body = [...lines.slice(0, first), ...lines.slice(own + 1)].join("\n").trim();
  const tagged = tags && `\t ${tags.slice(1, -1).replaceAll(":", " ")}`;
  return { entry: shown, compiled: `${heading}${tagged}\n ${body}`.trimEnd(), heading };
}
