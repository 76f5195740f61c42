import { Printer, Save } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { khoj } from "../../../khoj.ts";
import { Button } from "../../../ui/button.tsx";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Problem } from "../../../ui/problem.tsx";
import { saveFile } from "../../../ui/save-file.ts";
import { TextField } from "../../../ui/text-field.tsx";
import { useAct } from "../../../ui/use-act.ts";

/** Ten codes, shown this once. They count as saved when one of them is typed back. */
export function RecoveryCodesStep({
  codes,
  onSaved,
}: {
  readonly codes: readonly string[];
  readonly onSaved: () => void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [typed, setTyped] = useState("");
  const { act, busy, problem } = useAct();
  useEffect(() => heading.current?.focus(), []);
  const text = `Khoj recovery codes for ${window.location.host}\nEach works once, in place of the second factor.\n\n${codes.join("\n")}\n`;
  const confirm = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await act(() => khoj.own.confirmRecoverySaved(typed.trim()))) onSaved();
  };
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h3 ref={heading} tabIndex={-1} className="font-semibold outline-none">
          Save these recovery codes
        </h3>
        <p className="text-ink-soft">
          They are shown this once. Each lets you in once when your phone or passkey is lost. Keep them where you keep
          other things you must not lose, not on the same device.
        </p>
      </div>
      <ol
        aria-label="Recovery codes"
        data-print
        className="grid grid-cols-[repeat(auto-fill,minmax(15.5rem,1fr))] gap-x-6 gap-y-1.5 rounded-xl border border-line bg-sunken px-4 py-3 font-mono text-[0.94rem]"
      >
        {codes.map((code) => (
          <li key={code} className="whitespace-nowrap">
            {code}
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <CopyButton what="recovery codes" text={text} />
        <Button icon={<Save aria-hidden />} onClick={() => saveFile("khoj-recovery-codes.txt", text)}>
          Download
        </Button>
        <Button icon={<Printer aria-hidden />} onClick={() => window.print()}>
          Print
        </Button>
      </div>
      <form className="flex flex-col gap-3" onSubmit={(event) => void confirm(event)}>
        <TextField
          label="Type one of them, to show that you have them"
          hint="This does not use it up."
          className="max-w-xs"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Problem>{problem}</Problem>
        <Button type="submit" look="strong" className="self-start" disabled={busy || typed.trim() === ""}>
          I have saved them
        </Button>
      </form>
    </div>
  );
}
