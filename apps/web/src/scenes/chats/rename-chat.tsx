import { useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { khoj } from "../../khoj.ts";
import { isComposing } from "../../shell/keys.ts";

/** The name of a conversation while it is changed: Enter keeps it, Esc leaves it. */
export function RenameChat({
  id,
  title,
  onDone,
}: {
  readonly id: string;
  readonly title: string;
  readonly onDone: () => void;
}) {
  const queries = useQueryClient();
  const [name, setName] = useState(title);
  const [problem, setProblem] = useState("");
  const save = async (): Promise<void> => {
    if (name.trim() === "" || name.trim() === title) return onDone();
    try {
      await khoj.chat.rename(id, name.trim());
      await queries.invalidateQueries({ queryKey: ["chats"] });
      onDone();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (event.key === "Enter") void save();
    if (event.key === "Escape") onDone();
    event.stopPropagation();
  };
  return (
    <span className="min-w-0 flex-1">
      <input
        // biome-ignore lint/a11y/noAutofocus: the person just asked to write here
        autoFocus
        aria-label="Name of the conversation"
        dir="auto"
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={() => void save()}
        onKeyDown={onKeyDown}
        className="field w-full font-semibold"
      />
      {problem !== "" && (
        <span role="alert" className="text-[0.88rem] text-danger">
          {problem}
        </span>
      )}
    </span>
  );
}
