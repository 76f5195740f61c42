import { extensionOf } from "../../ui/file-name.ts";

/** The titles of the headings a place stands under, outermost first. */
export function headingsAt(text: string, fileName: string, offset: number): readonly string[] {
  const org = extensionOf(fileName) === "org";
  const markdown = /^(md|markdown|mdx)$/.test(extensionOf(fileName));
  if (!org && !markdown) return [];
  const path: { readonly level: number; readonly title: string }[] = [];
  const pattern = org ? /^(\*+)\s+(.*)$/gm : /^(#{1,6})\s+(.*)$|^\s{0,3}(```|~~~)/gm;
  let fenced = false;
  for (const match of text.matchAll(pattern)) {
    if (match.index > offset) break;
    if (match[3] !== undefined) fenced = !fenced;
    if (fenced || match[1] === undefined) continue;
    const level = match[1].length;
    while ((path.at(-1)?.level ?? 0) >= level) path.pop();
    path.push({ level, title: cleanTitle(match[2] ?? "", org) });
  }
  return path.map(({ title }) => title);
}

function cleanTitle(title: string, org: boolean): string {
  const bare = org
    ? title.replace(/^(?:[A-Z]{2,}\s+)?(?:\[#[A-Z0-9]\]\s+)?/, "").replace(/\s+:[\w@#%:]+:\s*$/, "")
    : title.replace(/\s#+\s*$/, "");
  return bare.replace(org ? /(?<=^|\s)[=~*]|[=~*](?=\s|$)/g : /(\*\*|__|`|~~)/g, "").trim();
}
