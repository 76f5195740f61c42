import { ArrowUp, ImagePlus, LoaderCircle, Mic, Square } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from "react";
import { useChoices } from "../../shell/use-choices.ts";
import { IconButton } from "../../ui/button.tsx";
import { isComposing } from "../../ui/is-composing.ts";
import { sentenceOf } from "../../ui/problem.tsx";
import { Pictures } from "./pictures.tsx";
import { readPicture } from "./read-picture.ts";
import { useRecording } from "./use-recording.ts";

export interface ComposerProps {
  readonly busy: boolean;
  readonly onAsk: (question: string, images: readonly string[]) => void;
  readonly onStop: () => void;
}

/** Where one asks. Enter sends, Shift-Enter breaks the line, an input method's Enter takes its word. */
export function Composer({ busy, onAsk, onStop }: ComposerProps) {
  const [text, setText] = useState("");
  const choices = useChoices().data;
  const { pictures, problem: pictureProblem, add, remove, clear } = usePictures();
  const recording = useRecording((words) => setText((before) => [before.trim(), words].filter(Boolean).join(" ")));
  const send = (): void => {
    if (text.trim() === "" || busy) return;
    onAsk(text.trim(), pictures);
    setText("");
    clear();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    send();
  };
  const sees = choices?.chat.some((choice) => choice.sees) === true;
  const onPaste = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files].filter(({ type }) => type.startsWith("image/"));
    if (!sees || files.length === 0) return;
    event.preventDefault();
    add(files);
  };
  const problem = recording.problem || pictureProblem;
  return (
    <div className="rounded-2xl border border-edge bg-surface py-1.5 pr-1.5 pl-4 focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--accent)]">
      <Pictures pictures={pictures} onRemove={remove} />
      <div className="flex items-end gap-1.5">
        <textarea
          data-box
          dir="auto"
          rows={1}
          // biome-ignore lint/a11y/noAutofocus: people come here to type
          autoFocus={matchMedia("(min-width: 64rem)").matches}
          aria-label="Ask a question"
          placeholder={recording.state === "listening" ? "Listening…" : "Ask a question"}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          className="field-sizing-content max-h-48 min-h-10 min-w-0 flex-1 resize-none bg-transparent py-2 text-[1.06rem] outline-none"
        />
        {sees && <ChoosePictures onFiles={add} />}
        {choices?.transcribes === true && <Microphone recording={recording} />}
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
      {problem !== "" && (
        <p role="alert" className="pb-1 text-[0.9rem] text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}

function ChoosePictures({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif"
        multiple
        hidden
        aria-label="Pictures to ask about"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <IconButton label="Add pictures to ask about" className="size-10!" onClick={() => input.current?.click()}>
        <ImagePlus />
      </IconButton>
    </>
  );
}

function Microphone({ recording: { state, start, stop } }: { readonly recording: ReturnType<typeof useRecording> }) {
  if (state === "reading")
    return (
      <span role="status" aria-label="Writing down what you said" className="grid size-10 shrink-0 place-items-center">
        <LoaderCircle className="size-5 animate-spin text-ink-faint" aria-hidden />
      </span>
    );
  return state === "listening" ? (
    <IconButton label="Stop listening" className="size-10! bg-danger-wash text-danger!" onClick={stop}>
      <Square className="fill-current" />
    </IconButton>
  ) : (
    <IconButton label="Ask by voice" className="size-10!" onClick={start}>
      <Mic />
    </IconButton>
  );
}

const mostPictures = 6;

function usePictures() {
  const [pictures, setPictures] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState("");
  const add = (files: readonly Blob[]): void => {
    setProblem("");
    Promise.all(files.slice(0, mostPictures).map(readPicture)).then(
      (read) => setPictures((before) => [...before, ...read].slice(0, mostPictures)),
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  };
  const remove = (index: number): void => setPictures((before) => before.filter((_, at) => at !== index));
  return { pictures, problem, add, remove, clear: () => setPictures([]) };
}

const round =
  "inline-flex size-10 shrink-0 items-center justify-center rounded-xl bg-accent text-on-accent transition-colors duration-100 hover:bg-accent-strong disabled:bg-hover disabled:text-ink-faint";
