import type { AnswerMarks, ContextItem } from "@khoj/contract";
import { memo, type ReactNode, useMemo } from "react";
import { parseMarkdown } from "../../ui/markdown/parse-markdown.ts";
import { Blocks } from "../../ui/markdown/render-blocks.tsx";
import { type View, ViewProvider } from "../../ui/markdown/view.tsx";
import { NoteLink } from "../note/note-link.tsx";
import { Citation } from "./citation.tsx";
import { annotate, readCitation } from "./citations.ts";
import { Unsupported } from "./unsupported.tsx";

export interface AnswerTextProps {
  readonly text: string;
  readonly context: readonly ContextItem[];
  readonly marks: AnswerMarks | undefined;
  readonly writing: boolean;
}

/** An answer through the one safe renderer, its citations as numbers that open the passage and say what they are worth. */
export const AnswerText = memo(function AnswerText({ text, context, marks, writing }: AnswerTextProps) {
  const { source, unsupported } = useMemo(() => annotate(text, context, marks), [text, context, marks]);
  const nodes = useMemo(() => parseMarkdown(source).children, [source]);
  const view = useMemo(
    (): View => ({
      ...plain,
      source,
      marks: unsupported,
      mark: (index, words) => <Unsupported kind={unsupported[index]?.kind ?? "number"}>{words}</Unsupported>,
      link: linkWith(context, marks, writing),
    }),
    [source, unsupported, context, marks, writing],
  );
  return (
    <div className="prose leading-relaxed">
      <ViewProvider value={view}>
        <Blocks nodes={nodes} />
      </ViewProvider>
    </div>
  );
});

const plain = { base: 0, passage: undefined, definitions: new Map<string, string>() };

const linkWith =
  (context: readonly ContextItem[], marks: AnswerMarks | undefined, writing: boolean): View["link"] =>
  (target, children, text): ReactNode => {
    const cited =
      target.kind === "page" && /^\d+$/.test(text)
        ? readCitation(target.path, context, Number(text), marks)
        : undefined;
    if (cited !== undefined) return <Citation cited={cited} writing={writing} />;
    return (
      <NoteLink target={target} folder="">
        {children}
      </NoteLink>
    );
  };
