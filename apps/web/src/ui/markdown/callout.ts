import type { Blockquote, Nodes, Paragraph } from "mdast";

export interface Callout {
  readonly kind: "note" | "tip" | "warning" | "danger";
  readonly title: string;
  readonly children: readonly Nodes[];
}

const kinds: Readonly<Record<string, Callout["kind"]>> = {
  tip: "tip",
  hint: "tip",
  success: "tip",
  check: "tip",
  done: "tip",
  warning: "warning",
  caution: "warning",
  attention: "warning",
  important: "warning",
  question: "warning",
  danger: "danger",
  error: "danger",
  bug: "danger",
  failure: "danger",
};

/** A quote that begins with `[!tip] Title` is a callout, as Obsidian and GitHub have it. */
export function calloutOf(quote: Blockquote): Callout | undefined {
  const [first, ...rest] = quote.children;
  const text = first?.type === "paragraph" ? first.children[0] : undefined;
  if (first?.type !== "paragraph" || text?.type !== "text") return undefined;
  const match = /^\[!([\w-]+)\][+-]?[ \t]*([^\n]*)\n?/.exec(text.value);
  if (match === null) return undefined;
  const [whole, name = "", title = ""] = match;
  const left = text.value.slice(whole.length);
  const children = left === "" ? first.children.slice(1) : [{ ...text, value: left }, ...first.children.slice(1)];
  const paragraph: Paragraph = { ...first, children };
  return {
    kind: kinds[name.toLowerCase()] ?? "note",
    title: title === "" ? name.charAt(0).toUpperCase() + name.slice(1) : title,
    children: children.length === 0 ? rest : [paragraph, ...rest],
  };
}
