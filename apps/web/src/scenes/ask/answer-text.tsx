import type { ContextItem } from "@khoj/contract";
import { memo, type ReactNode, useMemo } from "react";
import { parseMarkdown } from "../../ui/markdown/parse-markdown.ts";
import { Blocks } from "../../ui/markdown/render-blocks.tsx";
import { type View, ViewProvider } from "../../ui/markdown/view.tsx";
import { NoteLink } from "../note/note-link.tsx";
import { Citation } from "./citation.tsx";
import { linkCitations, readCitation } from "./citations.ts";

/** An answer through the one safe renderer, its citations as numbers that open the passage. */
export const AnswerText = memo(function AnswerText({
  text,
  context,
}: {
  readonly text: string;
  readonly context: readonly ContextItem[];
}) {
  const source = useMemo(() => linkCitations(text, context), [text, context]);
  const nodes = useMemo(() => parseMarkdown(source).children, [source]);
  const view = useMemo((): View => ({ ...plain, source, link: linkWith(context) }), [source, context]);
  return (
    <div className="prose leading-relaxed">
      <ViewProvider value={view}>
        <Blocks nodes={nodes} />
      </ViewProvider>
    </div>
  );
});

const plain = { base: 0, marks: [], passage: undefined, definitions: new Map<string, string>() };

const linkWith =
  (context: readonly ContextItem[]): View["link"] =>
  (target, children, text): ReactNode => {
    const cited =
      target.kind === "page" && /^\d+$/.test(text) ? readCitation(target.path, context, Number(text)) : undefined;
    if (cited !== undefined) return <Citation number={cited.number} item={cited.item} />;
    return (
      <NoteLink target={target} folder="">
        {children}
      </NoteLink>
    );
  };
