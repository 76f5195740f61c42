import { type FormEvent, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Choice } from "../ui/choice.tsx";
import { Problem } from "../ui/problem.tsx";
import { TextField } from "../ui/text-field.tsx";
import { hostOf } from "./host-of.ts";
import { modelAdmin } from "./model-admin.ts";
import { type ProviderPreset, providerPresets } from "./provider-presets.ts";
import { useModelAct } from "./use-model-act.ts";
import { WhereTextGoes } from "./where-text-goes.tsx";

type PresetName = (typeof providerPresets)[number]["name"];

/** One more provider: what it is, its address where it is not known, its key. */
export function AddProvider({ onDone }: { readonly onDone: (added?: number) => void }) {
  const [preset, setPreset] = useState<ProviderPreset>(providerPresets[0]);
  const [name, setName] = useState<string>(preset.name);
  const [address, setAddress] = useState("");
  const [key, setKey] = useState("");
  const { run, busy, problem } = useModelAct();
  const choose = (chosen: PresetName): void => {
    const next: ProviderPreset = providerPresets.find((known) => known.name === chosen) ?? providerPresets[0];
    setPreset(next);
    setName(next.name === "Another" ? "" : next.name);
    setAddress(next.baseUrl ?? "");
  };
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    await run(async () => {
      const { id } = await modelAdmin.addProvider({
        name,
        kind: preset.kind,
        ...(address.trim() === "" ? {} : { base_url: address.trim() }),
        ...(key === "" ? {} : { key }),
      });
      onDone(id);
    });
  };
  const host = preset.baseUrl === undefined ? preset.name : hostOf(address);
  return (
    <form
      aria-label="New provider"
      className="flex max-w-xl flex-col gap-4 rounded-xl border border-line bg-surface p-4"
      onSubmit={(event) => void add(event)}
    >
      <Choice
        name="What is it?"
        value={preset.name as PresetName}
        options={providerPresets.map((known) => [known.name, known.name] as const)}
        onChange={choose}
      />
      <p className="text-[0.92rem] text-ink-soft">{preset.hint}</p>
      <TextField label="Name" required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
      {preset.baseUrl !== undefined && (
        <TextField
          label="Address"
          type="url"
          required
          spellCheck={false}
          placeholder="https://models.example.org/v1"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
      )}
      <TextField
        label="Key"
        hint={`${preset.key === "needed" ? "" : "Empty where none is needed. "}Kept sealed, never shown again.`}
        type="password"
        autoComplete="off"
        spellCheck={false}
        required={preset.key === "needed"}
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
      {host !== undefined && <WhereTextGoes host={host} what="Questions and the passages they need" />}
      <Problem>{problem}</Problem>
      <div className="flex gap-2">
        <Button look="strong" type="submit" disabled={busy}>
          {busy ? "Adding…" : "Add"}
        </Button>
        <Button look="quiet" onClick={() => onDone()}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
