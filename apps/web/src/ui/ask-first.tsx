import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Problem } from "./problem.tsx";
import { TextField } from "./text-field.tsx";
import { useAct } from "./use-act.ts";

export interface AskFirstProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  /** What will happen, in words that name the thing. */
  readonly children: ReactNode;
  readonly act: string;
  /** `danger` unless what is done takes nothing away. */
  readonly look?: "danger" | "strong";
  /** The other press; 'Keep it' unless told. */
  readonly refuse?: string;
  /** Must be typed before it can be done, for what is gone for good. */
  readonly typed?: string;
  readonly onAct: () => Promise<unknown>;
}

/** For what cannot be undone: says what will happen, and does it only after a second, different press. */
export function AskFirst(props: AskFirstProps) {
  const { title, open, onClose, children, act: name, look = "danger", refuse = "Keep it", typed, onAct } = props;
  const [word, setWord] = useState("");
  const { act, busy, problem } = useAct();
  const matches = typed === undefined || word.trim().toLowerCase() === typed.toLowerCase();
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (matches && (await act(onAct))) onClose();
  };
  return (
    <Dialog title={title} open={open} onClose={onClose}>
      <form className="flex flex-col gap-4" onSubmit={(event) => void onSubmit(event)}>
        <div className="flex flex-col gap-2">{children}</div>
        {typed !== undefined && (
          <TextField
            label={`Type ${typed} to confirm`}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={word}
            onChange={(event) => setWord(event.target.value)}
          />
        )}
        <Problem>{problem}</Problem>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look={look} disabled={busy || !matches}>
            {name}
          </Button>
          <Button look="quiet" onClick={onClose}>
            {refuse}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
