import { type FormEvent, useRef, useState } from "react";
import { khoj } from "../../../khoj.ts";
import { Button } from "../../../ui/button.tsx";
import { describeAgent } from "../../../ui/describe-agent.ts";
import { Problem } from "../../../ui/problem.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import { useAct } from "../../../ui/use-act.ts";

/** Makes a passkey on this device, under a name by which it is known later. */
export function AddPasskey({
  look = "plain",
  problem: impossible,
  onAdded,
}: {
  readonly look?: "plain" | "strong";
  /** Why this address can have none. */
  readonly problem: string | null;
  readonly onAdded: (codes: readonly string[]) => void;
}) {
  const [name, setName] = useState(() => describeAgent(navigator.userAgent));
  const [naming, setNaming] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { act, busy, problem } = useAct();
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    await act(async () => {
      const { makePasskey } = await import("../../../shell/passkey.ts");
      const credential = await makePasskey(await khoj.own.newPasskeyOptions());
      const { codes } = await khoj.own.addPasskey({ name: name.trim(), credential });
      setNaming(false);
      onAdded(codes);
    });
  };
  if (impossible !== null) return <p className="text-[0.92rem] text-ink-faint">{impossible}</p>;
  if (!naming) {
    return (
      <Button
        look={look}
        className="self-start"
        onClick={() => {
          setNaming(true);
          requestAnimationFrame(() => input.current?.select());
        }}
      >
        Add a passkey
      </Button>
    );
  }
  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => void add(event)}>
      <TextField
        label="Name of the passkey"
        hint="By which you know it later, such as the device it is on."
        className="max-w-xs"
        input={input}
        autoComplete="off"
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Problem>{problem}</Problem>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="strong" disabled={busy || name.trim() === ""}>
          Make the passkey
        </Button>
        <Button look="quiet" onClick={() => setNaming(false)}>
          Not now
        </Button>
      </div>
    </form>
  );
}
