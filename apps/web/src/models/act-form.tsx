import type { FormEvent, ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { Problem } from "../ui/problem.tsx";
import { useModelAct } from "./use-model-act.ts";

export interface ActFormProps<Result> {
  readonly label: string;
  /** What the button says, and says while it is done. */
  readonly act: readonly [string, string];
  readonly refuse?: string;
  /** A further button, for an act whose end leaves the form open. */
  readonly beside?: (doing: Pick<ReturnType<typeof useModelAct>, "run" | "busy">) => ReactNode;
  readonly onAct: () => Promise<Result>;
  /** It was done, or, without a result, is not to be. */
  readonly onDone: (result?: Result) => void;
  readonly className?: string;
  readonly children: ReactNode;
}

/** What one fills in about models and providers: sent once, what went wrong said above the buttons, closed when done. */
export function ActForm<Result>(props: ActFormProps<Result>) {
  const { label, act, refuse = "Cancel", beside, onAct, onDone, className = "", children } = props;
  const { run, busy, problem } = useModelAct();
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    // Said before what is shown is read anew: what was added opens where it appears.
    await run(async () => onDone(await onAct()));
  };
  return (
    <form
      aria-label={label}
      className={`flex max-w-xl flex-col gap-3 ${className}`}
      onSubmit={(event) => void send(event)}
    >
      {children}
      <Problem>{problem}</Problem>
      <div className="flex flex-wrap gap-2">
        <Button look="strong" type="submit" disabled={busy}>
          {busy ? act[1] : act[0]}
        </Button>
        {beside?.({ run, busy })}
        <Button look="quiet" onClick={() => onDone()}>
          {refuse}
        </Button>
      </div>
    </form>
  );
}
