import { type KeyboardEvent, useState } from "react";
import { isComposing } from "./is-composing.ts";
import { sentenceOf } from "./problem.tsx";

/** A name while it is changed: Enter or leaving keeps it, Esc leaves it as it was. */
export function EditName({
  label,
  name,
  most = 100,
  onSave,
  onDone,
}: {
  readonly label: string;
  readonly name: string;
  /** The longest name, in characters. */
  readonly most?: number;
  readonly onSave: (name: string) => Promise<unknown>;
  readonly onDone: () => void;
}) {
  const [typed, setTyped] = useState(name);
  const [problem, setProblem] = useState("");
  const save = async (): Promise<void> => {
    if (typed.trim() === "" || typed.trim() === name) return onDone();
    try {
      await onSave(typed.trim());
      onDone();
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (event.key === "Enter") void save();
    if (event.key === "Escape") onDone();
    event.stopPropagation();
  };
  return (
    <>
      <input
        // biome-ignore lint/a11y/noAutofocus: the person just asked to write here
        autoFocus
        aria-label={label}
        dir="auto"
        maxLength={most}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={() => void save()}
        onKeyDown={onKeyDown}
        className="field w-full font-medium"
      />
      {problem !== "" && (
        <span role="alert" className="text-[0.88rem] text-danger">
          {problem}
        </span>
      )}
    </>
  );
}
