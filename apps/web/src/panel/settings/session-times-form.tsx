import type { InstanceSettings } from "@khoj/contract";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/problem.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { admin } from "../admin.ts";
import { useAskedAct } from "../use-asked-act.tsx";

export function SessionTimesForm({ settings }: { readonly settings: InstanceSettings }) {
  const [idle, setIdle] = useState(String(settings.session_idle_days));
  const [absolute, setAbsolute] = useState(String(settings.session_absolute_days));
  const [elevation, setElevation] = useState(String(settings.elevation_minutes));
  const { run, busy, problem } = useAskedAct();
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const change = {
      session_idle_days: Number(idle),
      session_absolute_days: Number(absolute),
      elevation_minutes: Number(elevation),
    };
    void run(() => admin.changeSettings(change));
  };
  const number = { type: "number", required: true, step: "any", inputMode: "decimal" } as const;
  return (
    <form onSubmit={save} className="flex max-w-xl flex-col gap-4">
      <TextField
        {...number}
        label="Days without use until a session ends"
        min={0.01}
        max={365}
        value={idle}
        onChange={(event) => setIdle(event.target.value)}
      />
      <TextField
        {...number}
        label="Days until it ends in any case"
        min={0.01}
        max={730}
        value={absolute}
        onChange={(event) => setAbsolute(event.target.value)}
      />
      <TextField
        {...number}
        label="Minutes a factor counts"
        hint="For dangerous acts it is asked for again after that."
        min={1}
        max={60}
        value={elevation}
        onChange={(event) => setElevation(event.target.value)}
      />
      <Problem>{problem}</Problem>
      <Button look="strong" type="submit" disabled={busy} className="self-start">
        {busy ? "Saving…" : "Save"}
      </Button>
    </form>
  );
}
