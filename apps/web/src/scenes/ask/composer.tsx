import { ArrowUp, Square } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { isComposing } from "../../ui/is-composing.ts";

export interface ComposerProps {
  readonly busy: boolean;
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
}

/** Where one asks. Enter sends, Shift-Enter breaks the line, an input method's Enter takes its word. */
export function Composer({ busy, onAsk, onStop }: ComposerProps) {
  const [text, setText] = useState("");
  const send = (): void => {
    if (text.trim() === "" || busy) return;
    onAsk(text.trim());
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    send();
  };
  return (
    <div className="flex items-end gap-2 rounded-2xl border border-edge bg-surface py-1.5 pr-1.5 pl-4 focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--accent)]">
      <textarea
        data-box
        dir="auto"
        rows={1}
        // biome-ignore lint/a11y/noAutofocus: people come here to type
        autoFocus={matchMedia("(min-width: 64rem)").matches}
        aria-label="Ask a question"
        placeholder="Ask a question"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content max-h-48 min-h-10 min-w-0 flex-1 resize-none bg-transparent py-2 text-[1.06rem] outline-none"
      />
      {busy ? (
        <button type="button" aria-label="Stop" onClick={onStop} className={round}>
          <Square className="size-4 fill-current" aria-hidden />
        </button>
      ) : (
        <button type="button" aria-label="Ask" disabled={text.trim() === ""} onClick={send} className={round}>
          <ArrowUp className="size-5" aria-hidden />
        </button>
      )}
    </div>
  );
}

const round =
  "inline-flex size-10 shrink-0 items-center justify-center rounded-xl bg-accent text-on-accent transition-colors duration-100 hover:bg-accent-strong disabled:bg-hover disabled:text-ink-faint";
