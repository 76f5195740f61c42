import type { SearchWay } from "@khoj/contract";
import type { ParsedQuery } from "../parse-query.ts";

interface Asked {
  readonly parsed: Pick<ParsedQuery, "text" | "phrases">;
  readonly how: SearchWay;
  readonly prefix: boolean;
}

/**
 * Why words alone are to answer although a model could, in words for the person; undefined when meaning may take part.
 * A name, a number or words in quotes are asked for as they are written.
 */
export function whyWordsDecide({ parsed, how, prefix }: Asked): string | undefined {
  if (how === "words") return "words alone were asked for";
  if (prefix) return "an unfinished question is answered by words";
  const { text, phrases } = parsed;
  if (!/[\p{L}\p{N}]/u.test(text)) return "there are no words to understand";
  if (how === "meaning") return undefined;
  const beside = phrases.reduce((rest, phrase) => rest.replace(phrase, " "), text);
  if (!/[\p{L}\p{N}]/u.test(beside)) return "words in quotes are found as they are written";
  if (beside.trim().split(/\s+/).every(isIdentifier)) return "names and numbers are found as they are written";
  return undefined;
}

/** `INC-4412`, `v1.29.3`, `ann@example.org`, `flush_batch`, `maxRetryCount`, `docs/plan.md`, `2024-03-15`. */
function isIdentifier(token: string): boolean {
  const bare = token.replace(/^[("'‘“«[{]+|[)"'’”»\]}.,;:!?？！。，]+$/gu, "");
  return (
    /^\p{N}[\p{N}.,:/-]*$/u.test(bare) ||
    (/\p{N}/u.test(bare) && /^[\p{Script=Latin}\p{N}._:/@#+-]+$/u.test(bare) && !/^\p{N}+\p{L}{1,2}$/u.test(bare)) ||
    /\p{L}[_@/\\]\p{L}/u.test(bare) ||
    /\p{L}\.\p{L}/u.test(bare) ||
    /\p{Ll}\p{Lu}/u.test(bare)
  );
}
