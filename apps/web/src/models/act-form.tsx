import type { FormEvent, ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { Problem } from "../ui/problem.tsx";
import { useModelAct } from "./use-model-act.ts";

export interface ActFormProps {
  readonly label: string;
  /** What the button says, and says while it is done. */
  readonly act: readonly [string, string];
  readonly refuse?: string;
  readonly onAct: () => Promise<unknown>;
  /** It was done, or is not to be. */
  readonly onDone: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}

/** What one fills in about models and providers: sent once, what went wrong said above the buttons, closed when done. */
export function ActForm({ label, act, refuse = "Cancel", onAct, onDone, className = "", children }: ActFormProps) {
  const { run, busy, problem } = useModelAct();
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await run(onAct)) onDone();
  };
  return (
    <form
      aria-label={label}
      className={`flex max-w-xl flex-col gap-3 ${className}`}
      onSubmit={(event) => void send(event)}
    >
      {children}
      <Problem>{problem}</Problem>
      <div className="flex gap-2">
        <Button look="strong" type="submit" disabled={busy}>
          {busy ? act[1] : act[0]}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {refuse}
        </Button>
      </div>
    </form>
  );
}
