import type { ContextItem } from "@khoj/contract";

export interface Cited {
  /** As it stands in the answer, from 1. */
  readonly number: number;
  readonly item: ContextItem;
}

/** The address that opens a passage; answers cite with it, and the page's own links are made of it. */
function passageAddress({ file, start, end }: Pick<ContextItem, "file" | "start" | "end">): string {
  const parameters = new URLSearchParams({ open: file });
  if (start !== undefined) parameters.set("start", String(start));
  if (end !== undefined) parameters.set("end", String(end));
  return `/?${parameters}`;
}

/** Makes bare `[2]` a citation too: what a model writes when it is told to cite by number. */
export function linkCitations(text: string, context: readonly ContextItem[]): string {
  return text.replace(/\[(\d{1,2})\](?![(:[])/g, (whole, digits: string) => {
    const item = context[Number(digits) - 1];
    return item === undefined ? whole : `[${digits}](${passageAddress(item)})`;
  });
}

/** The passage a numbered citation means, where its address agrees with one of those the answer was made from. */
export function readCitation(path: string, context: readonly ContextItem[], number: number): Cited | undefined {
  const parameters = new URLSearchParams(path.split("?")[1] ?? "");
  const item = context[number - 1];
  return item !== undefined && item.file === parameters.get("open") ? { number, item } : undefined;
}
