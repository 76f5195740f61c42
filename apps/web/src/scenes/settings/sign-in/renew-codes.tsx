import { khoj } from "../../../khoj.ts";
import { Button } from "../../../ui/button.tsx";
import { Problem } from "../../../ui/problem.tsx";
import { useAct } from "../../../ui/use-act.ts";

/** Ten new recovery codes in place of those before. */
export function RenewCodes({ onCodes }: { readonly onCodes: (codes: readonly string[]) => void }) {
  const { act, busy, problem } = useAct();
  return (
    <div className="flex flex-col items-start gap-3">
      <Button
        disabled={busy}
        onClick={() => void act(async () => onCodes((await khoj.own.renewRecoveryCodes()).codes))}
      >
        Make ten new ones
      </Button>
      <p className="text-[0.88rem] text-ink-faint">Codes made before end with that.</p>
      <Problem>{problem}</Problem>
    </div>
  );
}
