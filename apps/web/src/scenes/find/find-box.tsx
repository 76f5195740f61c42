import { CornerDownLeft, LoaderCircle, Search, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { IconButton } from "../../ui/button.tsx";
import { isComposing } from "../../ui/is-composing.ts";

export interface FindBoxProps {
  readonly text: string;
  readonly searching: boolean;
  readonly onType: (text: string) => void;
  readonly onAsk: () => void;
  readonly onWalk: () => void;
  readonly onStepBack: () => void;
}

/** The one box: words find while they are typed, Enter asks. */
export function FindBox({ text, searching, onType, onAsk, onWalk, onStepBack }: FindBoxProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (isComposing(event)) return;
    if (event.key === "Enter") onAsk();
    else if (event.key === "ArrowDown") onWalk();
    else if (event.key === "Escape") onStepBack();
    else return;
    event.preventDefault();
  };
  return (
    <search className="box-shell flex min-h-13 items-center gap-1 rounded-2xl border border-edge bg-surface pr-1.5 pl-4 focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--accent)]">
      {searching ? (
        <LoaderCircle className="size-5 shrink-0 animate-spin text-ink-faint" aria-hidden />
      ) : (
        <Search className="size-5 shrink-0 text-ink-faint" aria-hidden />
      )}
      <input
        data-box
        type="text"
        inputMode="search"
        enterKeyHint="go"
        dir="auto"
        // biome-ignore lint/a11y/noAutofocus: people come here to type
        autoFocus={matchMedia("(min-width: 64rem)").matches}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        aria-label="Search your notes, or ask a question"
        aria-keyshortcuts="/ Control+K Meta+K"
        placeholder="Search your notes, or ask a question"
        value={text}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={onKeyDown}
        className="min-w-0 flex-1 bg-transparent px-2 py-2.5 text-[1.09rem] outline-none"
      />
      {text !== "" && (
        <>
          <IconButton label="Empty the box" onClick={() => onType("")}>
            <X />
          </IconButton>
          <button
            type="button"
            onClick={onAsk}
            className="flex min-h-10 items-center gap-1.5 rounded-xl bg-accent px-3.5 text-[0.94rem] font-medium text-on-accent transition-colors duration-100 hover:bg-accent-strong"
          >
            Ask
            <CornerDownLeft className="size-4 opacity-80" aria-hidden />
          </button>
        </>
      )}
    </search>
  );
}
