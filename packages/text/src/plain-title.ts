const longestTitle = 300;

/** A heading as words: links become their text, emphasis and code marks go. Bounded, since a line may be megabytes. */
export function plainTitle(text: string): string {
  const title = text.slice(0, longestTitle);
  if (!/[[\]*_`~=<{]/.test(title)) return title.trim();
  return title
    .replace(/!?\[\[(?:[^\]|[]*\|)?([^\]|[]*)\]\]/g, "$1") // [[target|alias]], [[target]]
    .replace(/!?\[([^\][]*)\]\([^)]*\)/g, "$1") // [text](address)
    .replace(/\[\[[^\][]*\]\[([^\][]*)\]\]/g, "$1") // Org: [[target][text]]
    .replace(/<\/?[a-zA-Z][^>]*>/g, "")
    .replace(/\s*\{#[^}]*\}\s*$/, "")
    .replace(/(`+)([^`]+)\1/g, "$2")
    .replace(/(^|[\s(])(\*{1,3}|__|~~?|=|_)(\S(?:[^*_~=]*\S)?)\2(?=$|[\s).,:;!?])/g, "$1$3")
    .trim();
}
