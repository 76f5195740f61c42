import type { ContextItem } from "@khoj/contract";
import { Link } from "@tanstack/react-router";
import { ShieldCheck } from "lucide-react";
import { baseName } from "../../ui/file-name.ts";
import { Marked } from "../../ui/marked.tsx";
import { snippetOf } from "../find/snippet.ts";
import { locationOf } from "../note/note-location.ts";

/** The passages an answer was made from, by their numbers. */
export function Sources({ context }: { readonly context: readonly ContextItem[] }) {
  return (
    <details className="mt-3 border-t border-line pt-2">
      <summary className="w-fit rounded-md px-1.5 text-[0.88rem] text-ink-faint hover:text-ink">
        {context.length === 1 ? "1 passage" : `${context.length} passages`} it was given
      </summary>
      <ol aria-label="Sources" className="mt-1 flex flex-col gap-0.5">
        {context.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the number is the identity of a source
          <li key={index}>
            <Source item={item} number={index + 1} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function Source({ item, number }: { readonly item: ContextItem; readonly number: number }) {
  const words = item.match?.terms ?? [];
  return (
    <Link
      to="."
      search={((previous: object) => ({ ...previous, ...locationOf(item) })) as never}
      className="grid grid-cols-[1.6rem_1fr] items-baseline rounded-lg px-1.5 py-1 text-[0.92rem] hover:bg-hover"
    >
      <span className="font-semibold text-accent tabular-nums">{number}</span>
      <span className="min-w-0">
        <span className="flex items-baseline gap-2">
          <bdi className="truncate font-medium">{baseName(item.file)}</bdi>
          {item.line !== undefined && (
            <span className="shrink-0 text-[0.84rem] text-ink-faint tabular-nums">
              {item.page === undefined ? `line ${item.line}` : `page ${item.page}`}
            </span>
          )}
          {item.checked === true && (
            <ShieldCheck
              className="size-3.5 shrink-0 self-center text-good"
              aria-label="The quoted words stand in the note"
            />
          )}
        </span>
        <span className="line-clamp-1 text-ink-soft" dir="auto">
          <Marked text={snippetOf(item.compiled, words)} words={words} />
        </span>
      </span>
    </Link>
  );
}
