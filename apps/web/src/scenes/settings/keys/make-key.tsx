import type { MadeKey } from "@khoj/contract";
import { type FormEvent, useId, useState } from "react";
import { khoj } from "../../../khoj.ts";
import { Button } from "../../../ui/button.tsx";
import { Problem } from "../../../ui/problem.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import { useAct } from "../../../ui/use-act.ts";
import { type KeyPower, KeyPowerChoice, powerOf, usualPower } from "./key-power.tsx";

/** A new key: narrow from the start, wider only by choice. */
export function MakeKey({
  onMade,
  onCancel,
}: {
  readonly onMade: (key: MadeKey) => void;
  readonly onCancel: () => void;
}) {
  const [name, setName] = useState("");
  const [days, setDays] = useState(90);
  const [power, setPower] = useState<KeyPower>(usualPower);
  const [canary, setCanary] = useState(false);
  const { act, busy, problem } = useAct();
  const make = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const key = {
      ...(name.trim() === "" ? {} : { name: name.trim() }),
      ...(canary ? { canary } : powerOf(power)),
      expires_in_days: days,
    };
    await act(async () => onMade(await khoj.own.makeKey(key)));
  };
  return (
    <form
      aria-label="Make a key"
      className="flex flex-col gap-4 rounded-xl border border-line bg-surface p-4"
      onSubmit={(event) => void make(event)}
    >
      <TextField
        label="Name"
        hint="What uses it, such as Obsidian on the laptop. Left empty, it gets a name."
        className="max-w-md"
        autoComplete="off"
        maxLength={100}
        dir="auto"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Canary on={canary} onChange={setCanary} />
      {!canary && <KeyPowerChoice power={power} onChange={setPower} />}
      <Lifetime days={days} onDays={setDays} />
      <Problem>{problem}</Problem>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="strong" disabled={busy || (!canary && power.scopes.length === 0)}>
          Make the key
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Not now
        </Button>
      </div>
    </form>
  );
}

/** A key that is a trap: it opens nothing, and whoever tries it gives themselves away. */
function Canary({ on, onChange }: { readonly on: boolean; readonly onChange: (on: boolean) => void }) {
  const hint = useId();
  return (
    <div>
      <label className="flex min-h-7 items-center gap-2.5">
        <input
          type="checkbox"
          className="size-4 shrink-0 accent-accent"
          aria-describedby={hint}
          checked={on}
          onChange={(event) => onChange(event.target.checked)}
        />
        A canary: opens nothing, and raises an alarm
      </label>
      <p id={hint} className="pl-6.5 text-[0.88rem] text-ink-faint">
        A trap for thieves, to lie in a backup or a configuration file. You hear of it when somebody tries it.
      </p>
    </div>
  );
}

function Lifetime({ days, onDays }: { readonly days: number; readonly onDays: (days: number) => void }) {
  return (
    <label className="flex max-w-md flex-col gap-1">
      <span className="font-medium">Ends after</span>
      <select className="field self-start" value={days} onChange={(event) => onDays(Number(event.target.value))}>
        <option value={7}>7 days</option>
        <option value={30}>30 days</option>
        <option value={90}>90 days</option>
        <option value={180}>180 days</option>
        <option value={365}>a year</option>
      </select>
    </label>
  );
}
