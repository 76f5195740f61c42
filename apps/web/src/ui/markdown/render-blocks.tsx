import type { Blockquote, Code, List, ListItem, Nodes, Table } from "mdast";
import type { ReactNode } from "react";
import { SideScroll } from "../side-scroll.tsx";
import { calloutOf } from "./callout.ts";
import { Formula } from "./formula.tsx";
import type { ViewNode } from "./nodes.ts";
import { Properties, propertiesOf } from "./properties.tsx";
import { Inlines, Markup } from "./render-inline.tsx";
import { TextRun } from "./text-run.tsx";
import { useView, type View } from "./view.tsx";

export function Blocks({ nodes }: { readonly nodes: readonly Nodes[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a parsed tree never changes its order
  return nodes.map((node, index) => <Block key={index} node={node} />);
}

/** The blocks that may be shown, and how. */
function Block({ node }: { readonly node: ViewNode }): ReactNode {
  const view = useView();
  const passage = passageOf(node, view);
  switch (node.type) {
    case "heading": {
      const Heading = headings[Math.min(node.depth, 6) - 1] ?? "h6";
      return (
        <Heading dir="auto" {...passage}>
          <Inlines nodes={node.children} />
        </Heading>
      );
    }
    case "paragraph":
      return (
        <p dir="auto" {...passage}>
          <Inlines nodes={node.children} />
        </p>
      );
    case "list":
      return <Items list={node} />;
    case "blockquote":
      return <Quote node={node} />;
    case "code":
      return <CodeBlock node={node} passage={passage} />;
    case "math":
      return (
        <div {...passage}>
          <Formula value={node.value} display />
        </div>
      );
    case "table":
      return <TableBlock node={node} />;
    case "thematicBreak":
      return <hr />;
    case "html":
      return (
        <div {...passage}>
          <Markup value={node.value} position={node.position} />
        </div>
      );
    case "footnoteDefinition":
      return (
        <div className="footnote-text" {...passage}>
          <sup>{node.label ?? node.identifier}</sup>
          <div>
            <Blocks nodes={node.children} />
          </div>
        </div>
      );
    case "yaml":
    case "toml" as never:
      return <Properties rows={propertiesOf((node as { value: string }).value)} passage={passage} />;
    case "properties":
      return <Properties rows={node.rows} passage={passage} />;
    case "definition":
      return null;
    default:
      return <Inlines nodes={[node as Nodes]} />;
  }
}

const headings = ["h2", "h3", "h4", "h5", "h6", "h6"] as const;

interface PassageMark {
  readonly "data-passage"?: "";
}

/** Blocks of the passage carry a mark of their own, so that the eye finds it and the page can scroll there. */
function passageOf(node: ViewNode, { passage, base }: View): PassageMark {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  if (passage === undefined || start === undefined || end === undefined) return {};
  const last = Math.max(passage.end, passage.start + 1);
  return start + base < last && end + base > passage.start ? { "data-passage": "" } : {};
}

function Items({ list }: { readonly list: List }) {
  const items = list.children.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a parsed tree never changes its order
    <Item key={index} item={item} loose={list.spread === true} />
  ));
  return list.ordered === true ? <ol start={list.start ?? 1}>{items}</ol> : <ul>{items}</ul>;
}

function Item({ item, loose }: { readonly item: ListItem; readonly loose: boolean }) {
  const view = useView();
  const [first, ...rest] = item.children;
  const tight = !loose && item.spread !== true && first?.type === "paragraph";
  return (
    <li dir="auto" data-task={typeof item.checked === "boolean" ? "" : undefined}>
      {typeof item.checked === "boolean" && (
        <input type="checkbox" checked={item.checked} disabled readOnly aria-label={item.checked ? "done" : "to do"} />
      )}
      {tight ? (
        <>
          <span {...passageOf(first, view)}>
            <Inlines nodes={first.children} />
          </span>
          <Blocks nodes={rest} />
        </>
      ) : (
        <Blocks nodes={item.children} />
      )}
    </li>
  );
}

function Quote({ node }: { readonly node: Blockquote }) {
  const callout = calloutOf(node);
  if (callout === undefined)
    return (
      <blockquote dir="auto">
        <Blocks nodes={node.children} />
      </blockquote>
    );
  return (
    <div className="callout" data-kind={callout.kind}>
      <p className="callout-title">{callout.title}</p>
      <Blocks nodes={callout.children} />
    </div>
  );
}

function CodeBlock({ node, passage }: { readonly node: Code; readonly passage: PassageMark }) {
  const { source } = useView();
  const start = node.position?.start.offset ?? 0;
  const fenced = /^\s*(`{3,}|~{3,}|#\+)/.test(source.slice(start, start + 8));
  const firstLine = fenced ? source.indexOf("\n", start) + 1 : start;
  const position =
    node.position === undefined ? undefined : { start: { offset: Math.max(firstLine, start) }, end: node.position.end };
  return (
    <SideScroll label={node.lang ? `Code, ${node.lang}` : "Code"}>
      <pre {...passage}>
        <code>
          <TextRun value={node.value} position={position} plain />
        </code>
      </pre>
    </SideScroll>
  );
}

function TableBlock({ node }: { readonly node: Table }) {
  const view = useView();
  const [head, ...rows] = node.children;
  const align = (column: number) => ({ textAlign: node.align?.[column] ?? undefined });
  return (
    <SideScroll label="Table">
      <table>
        <thead>
          <tr {...(head === undefined ? {} : passageOf(head, view))}>
            {head?.children.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a parsed tree never changes its order
              <th key={column} scope="col" style={align(column)}>
                <Inlines nodes={cell.children} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a parsed tree never changes its order
            <tr key={index} {...passageOf(row, view)}>
              {row.children.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a parsed tree never changes its order
                <td key={column} style={align(column)}>
                  <Inlines nodes={cell.children} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </SideScroll>
  );
}
