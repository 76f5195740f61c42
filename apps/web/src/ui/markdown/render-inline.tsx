import type { Nodes } from "mdast";
import { Fragment, type ReactNode } from "react";
import { Formula } from "./formula.tsx";
import type { ViewNode } from "./nodes.ts";
import { SafeLink, SafePicture } from "./safe-link.tsx";
import { TextRun } from "./text-run.tsx";
import { useView } from "./view.tsx";

export function Inlines({ nodes }: { readonly nodes: readonly Nodes[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a parsed tree never changes its order
  return nodes.map((node, index) => <Inline key={index} node={node} />);
}

/** The inline nodes that may be shown, and how. What is not in this list is not shown as anything but its text. */
function Inline({ node }: { readonly node: ViewNode }): ReactNode {
  const view = useView();
  switch (node.type) {
    case "text":
      return <TextRun value={node.value} position={node.position} />;
    case "emphasis":
      return (
        <em>
          <Inlines nodes={node.children} />
        </em>
      );
    case "strong":
      return (
        <strong>
          <Inlines nodes={node.children} />
        </strong>
      );
    case "delete":
      return (
        <del>
          <Inlines nodes={node.children} />
        </del>
      );
    case "inlineCode":
      return (
        <code>
          <TextRun value={node.value} position={node.position} plain />
        </code>
      );
    case "inlineMath":
      return <Formula value={node.value} display={isDisplayed(node, view.source)} />;
    case "break":
      return <br />;
    case "link":
      return (
        <SafeLink url={node.url} text={textOf(node)}>
          <Inlines nodes={node.children} />
        </SafeLink>
      );
    case "image":
      return <SafePicture url={node.url} alt={node.alt ?? ""} />;
    case "linkReference":
    case "imageReference":
    case "footnoteReference":
      return <Referring node={node} />;
    case "html":
      return <Markup value={node.value} position={node.position} />;
    case "todo":
      return (
        <span className="todo" data-done={node.done}>
          {node.value}
        </span>
      );
    case "timestamp":
      return (
        <span className="timestamp">
          <TextRun value={node.value} position={node.position} plain />
        </span>
      );
    case "tags":
      return <Tags tags={node.tags} />;
    default:
      return "children" in node ? <Inlines nodes={node.children} /> : null;
  }
}

/** Written with two dollars: meant to stand on a line of its own. */
const isDisplayed = (node: Nodes, source: string): boolean => source.startsWith("$$", node.position?.start.offset ?? 0);

function Referring({
  node,
}: {
  readonly node: Extract<Nodes, { type: "linkReference" | "imageReference" | "footnoteReference" }>;
}) {
  const { definitions } = useView();
  if (node.type === "footnoteReference") return <sup className="footnote">{node.label ?? node.identifier}</sup>;
  const url = definitions.get(node.identifier.toLowerCase());
  if (node.type === "imageReference") return <SafePicture url={url ?? ""} alt={node.alt ?? ""} />;
  if (url === undefined) return <Inlines nodes={node.children} />;
  return (
    <SafeLink url={url} text={textOf(node)}>
      <Inlines nodes={node.children} />
    </SafeLink>
  );
}

/** Raw HTML is never markup here: line breaks and comments are understood, all else is shown as it was written. */
export function Markup({ value, position }: { readonly value: string; readonly position: Nodes["position"] }) {
  if (/^<br\s*\/?>$/i.test(value.trim())) return <br />;
  if (/^<!--[\s\S]*-->$/.test(value.trim())) return null;
  return (
    <span className="markup">
      <TextRun value={value} position={position} plain />
    </span>
  );
}

function Tags({ tags }: { readonly tags: readonly string[] }) {
  const { link } = useView();
  return (
    <span className="tags">
      {tags.map((tag) => (
        <Fragment key={tag}>{link({ kind: "tag", tag }, tag, tag)}</Fragment>
      ))}
    </span>
  );
}

function textOf(node: Nodes): string {
  if ("value" in node) return node.value;
  return "children" in node ? node.children.map((child) => textOf(child as Nodes)).join("") : "";
}
