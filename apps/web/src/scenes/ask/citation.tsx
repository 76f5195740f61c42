import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import { Check, CircleQuestionMark } from "lucide-react";
import { HoverCard } from "radix-ui";
import { baseName } from "../../ui/file-name.ts";
import { Marked } from "../../ui/marked.tsx";
import { snippetOf } from "../find/snippet.ts";
import { locationOf } from "../note/note-location.ts";
import type { Cited } from "./citations.ts";
import { hoverCard } from "./hover-card.ts";

/** A number in an answer. Resting on it shows the passage and what it is worth, following it opens the note there. */
export function Citation({ cited, writing }: { readonly cited: Cited; readonly writing: boolean }) {
  const { number, item } = cited;
  const words = item.match?.terms ?? [];
  const worth = worthOf(cited, writing);
  const { said, look } = worths[worth];
  const reason = cited.mark?.reason;
  return (
    <HoverCard.Root openDelay={150} closeDelay={80}>
      <HoverCard.Trigger asChild>
        <Link
          to="."
          search={((previous: object) => ({ ...previous, ...locationOf(item) })) as never}
          aria-label={[`Source ${number}: ${baseName(item.file)}`, said, reason ?? ""].filter(Boolean).join(", ")}
          data-worth={worth}
          className={clsx(
            "mx-0.5 inline-flex h-[1.35em] min-w-[1.35em] items-center justify-center rounded-md border px-1 align-[0.06em] text-[0.78em] font-semibold tabular-nums transition-colors duration-100 hover:border-transparent hover:bg-accent hover:text-on-accent",
            look,
          )}
        >
          {number}
          {worth === "unconfirmed" && <span aria-hidden>?</span>}
        </Link>
      </HoverCard.Trigger>
      <HoverCard.Portal container={document.getElementById("scene")}>
        <HoverCard.Content align="start" sideOffset={6} collisionPadding={12} className={hoverCard}>
          <p className="flex items-baseline gap-3">
            <bdi className="min-w-0 flex-1 truncate font-semibold">{baseName(item.file)}</bdi>
            {item.page !== undefined && (
              <span className="shrink-0 text-[0.84rem] text-ink-faint tabular-nums">page {item.page}</span>
            )}
          </p>
          {worth === "checked" && (
            <p className="mt-1 flex items-center gap-1.5 text-[0.88rem] text-good">
              <Check className="size-4 shrink-0" aria-hidden />
              Checked: the passage says this.
            </p>
          )}
          {worth === "unconfirmed" && (
            <p className="mt-1 flex items-start gap-1.5 text-[0.88rem] text-warn">
              <CircleQuestionMark className="mt-0.5 size-4 shrink-0" aria-hidden />
              Not confirmed{reason == null ? "" : `: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`}
            </p>
          )}
          <p className="mt-1 text-ink-soft" dir="auto">
            <Marked text={snippetOf(item.compiled, words)} words={words} />
          </p>
        </HoverCard.Content>
      </HoverCard.Portal>
    </HoverCard.Root>
  );
}

type Worth = keyof typeof worths;

/** Quotes were compared with the note when they were made; what a model cites is held against its passage. */
function worthOf({ mark, item }: Cited, writing: boolean): Worth {
  if (mark !== undefined) return mark.checked ? "checked" : "unconfirmed";
  if (item.checked === true) return "checked";
  if (writing) return "pending";
  return item.checked === false ? "unconfirmed" : "plain";
}

const worths = {
  checked: { said: "checked", look: "border-transparent bg-accent-wash text-accent-strong" },
  unconfirmed: { said: "not confirmed", look: "border-warn border-dashed text-warn" },
  pending: { said: "not checked yet", look: "border-edge border-dotted text-ink-faint" },
  plain: { said: "", look: "border-line text-accent" },
} as const;
