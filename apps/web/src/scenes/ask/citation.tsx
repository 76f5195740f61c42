import type { ContextItem } from "@khoj/contract";
import { Link } from "@tanstack/react-router";
import { HoverCard } from "radix-ui";
import { baseName } from "../../ui/file-name.ts";
import { Marked } from "../../ui/marked.tsx";
import { snippetOf } from "../find/snippet.ts";
import { locationOf } from "../note/note-location.ts";

/** A number in an answer. Resting on it shows the passage, following it opens the note there. */
export function Citation({ number, item }: { readonly number: number; readonly item: ContextItem }) {
  const words = item.match?.terms ?? [];
  return (
    <HoverCard.Root openDelay={150} closeDelay={80}>
      <HoverCard.Trigger asChild>
        <Link
          to="."
          search={((previous: object) => ({ ...previous, ...locationOf(item) })) as never}
          aria-label={`Source ${number}: ${baseName(item.file)}`}
          className="mx-0.5 inline-flex h-[1.35em] min-w-[1.35em] items-center justify-center rounded-md bg-accent-wash px-1 align-[0.06em] text-[0.78em] font-semibold text-accent-strong tabular-nums hover:bg-accent hover:text-on-accent"
        >
          {number}
        </Link>
      </HoverCard.Trigger>
      <HoverCard.Portal container={document.getElementById("scene")}>
        <HoverCard.Content
          align="start"
          sideOffset={6}
          collisionPadding={12}
          className="z-50 w-[min(24rem,calc(100vw-2rem))] rounded-xl border border-line bg-surface p-3 text-[0.94rem] shadow-[0_12px_32px_-8px_var(--shadow)]"
        >
          <p className="truncate font-semibold">{baseName(item.file)}</p>
          <p className="mt-1 text-ink-soft" dir="auto">
            <Marked text={snippetOf(item.compiled, words)} words={words} />
          </p>
        </HoverCard.Content>
      </HoverCard.Portal>
    </HoverCard.Root>
  );
}
