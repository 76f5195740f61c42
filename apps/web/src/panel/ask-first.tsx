import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

export interface Question {
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly text: string;
  /** Whom or what it concerns, by name. */
  readonly names: readonly string[];
  /** What the button says: the act itself, never 'OK'. */
  readonly act: string;
  readonly danger: boolean;
}

const shownNames = 6;

/** Asks before something that is felt by others or cannot be undone, in words that name it. */
export function AskFirst({
  question,
  onYes,
  onNo,
}: {
  readonly question: Question;
  readonly onYes: () => void;
  readonly onNo: () => void;
}) {
  const { title, text, names, act, danger } = question;
  const more = names.length - shownNames;
  return (
    <Dialog title={title} open onClose={onNo}>
      <p>{text}</p>
      {names.length > 0 && (
        <ul className="my-3 max-h-60 overflow-auto rounded-lg bg-sunken px-3 py-2 text-[0.92rem] wrap-anywhere">
          {names.slice(0, shownNames).map((name) => (
            <li key={name}>{name}</li>
          ))}
          {more > 0 && <li className="text-ink-soft">and {more} more</li>}
        </ul>
      )}
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onNo} ref={beginHere}>
          Cancel
        </Button>
        <Button look={danger ? "danger" : "strong"} onClick={onYes}>
          {act}
        </Button>
      </div>
    </Dialog>
  );
}

/** The modal opens with the focus here: whoever presses Enter at once does nothing. React writes no such attribute. */
const beginHere = (button: HTMLButtonElement | null): void => button?.setAttribute("autofocus", "");
