import { memo, type ReactNode, useCallback, useMemo } from "react";
import { khoj } from "../../khoj.ts";
import { extensionOf, folderOf } from "../../ui/file-name.ts";
import { parseMarkdown } from "../../ui/markdown/parse-markdown.ts";
import { parseOrg } from "../../ui/markdown/parse-org.ts";
import { Blocks } from "../../ui/markdown/render-blocks.tsx";
import { definitionsOf, type Section, splitMarkdown, splitOrg } from "../../ui/markdown/split-sections.ts";
import { type View, ViewProvider } from "../../ui/markdown/view.tsx";
import { SectionList } from "../../ui/section-list.tsx";
import { countLines } from "./count-lines.ts";
import { joinPath, NoteLink } from "./note-link.tsx";
import type { NoteTextProps } from "./note-text.tsx";

/** Markdown and Org, rendered section by section through the one safe renderer. */
export function MarkupNote({ fileName, text, marks, passage, target }: NoteTextProps) {
  const org = extensionOf(fileName) === "org";
  const sections = useMemo(() => (org ? splitOrg(text) : splitMarkdown(text)), [org, text]);
  const definitions = useMemo(() => (org ? "" : definitionsOf(text)), [org, text]);
  const urls = useMemo(() => readDefinitions(definitions), [definitions]);
  const folder = folderOf(fileName);
  const link = useCallback<View["link"]>(
    (to, children) => (
      <NoteLink target={to} folder={folder}>
        {children}
      </NoteLink>
    ),
    [folder],
  );
  const lines = useCallback((section: Section) => countLines(text, section), [text]);
  const render = (index: number): ReactNode => {
    const section = sections[index] as Section;
    return (
      <MarkupSection
        source={text.slice(section.start, section.end)}
        org={org}
        definitions={definitions}
        urls={urls}
        base={section.start}
        marks={marks}
        passage={passage}
        link={link}
        folder={folder}
      />
    );
  };
  return (
    <div className="note-text">
      <SectionList sections={sections} lineCount={lines} render={render} target={target} />
    </div>
  );
}

interface MarkupSectionProps extends Omit<View, "definitions" | "picture"> {
  readonly org: boolean;
  readonly definitions: string;
  readonly urls: ReadonlyMap<string, string>;
  readonly folder: string;
}

const MarkupSection = memo(function MarkupSection(props: MarkupSectionProps) {
  const { source, org, definitions, urls, base, marks, passage, link, folder } = props;
  const nodes = useMemo(() => {
    if (org) return parseOrg(source).children;
    // Definitions of the whole note stand after the section, so that its references are known as such.
    const tree = parseMarkdown(definitions === "" ? source : `${source}\n\n${definitions}`);
    return tree.children.filter(({ position }) => (position?.start.offset ?? 0) < source.length);
  }, [source, org, definitions]);
  const view: View = {
    source,
    base,
    marks,
    passage,
    link,
    definitions: urls,
    picture: (path) => pictureAddress(folder, path),
  };
  return (
    <ViewProvider value={view}>
      <Blocks nodes={nodes} />
    </ViewProvider>
  );
});

function readDefinitions(definitions: string): ReadonlyMap<string, string> {
  const found = definitions.matchAll(/^ {0,3}\[([^\]^\n][^\]\n]*)\]:[ \t]*<?([^\s>]+)/gm);
  return new Map([...found].map(([, label = "", url = ""]) => [label.toLowerCase(), url]));
}

/** Pictures beside the note may be kept as originals; SVG is never among them. */
function pictureAddress(folder: string, path: string): string | undefined {
  return /\.(png|jpe?g|webp|gif)$/i.test(path) ? khoj.content.originalAddress(joinPath(folder, path)) : undefined;
}
