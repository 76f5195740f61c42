import { useState } from "react";
import { Choice } from "../ui/choice.tsx";
import { TextField } from "../ui/text-field.tsx";
import { ActForm } from "./act-form.tsx";
import { hostOf } from "./host-of.ts";
import { modelAdmin } from "./model-admin.ts";
import { type ProviderPreset, providerPresets } from "./provider-presets.ts";
import { WhereTextGoes } from "./where-text-goes.tsx";

type PresetName = (typeof providerPresets)[number]["name"];

/** One more provider: what it is, its address where it is not known, its key. */
export function AddProvider({ onDone }: { readonly onDone: (added?: number) => void }) {
  const [preset, setPreset] = useState<ProviderPreset>(providerPresets[0]);
  const [name, setName] = useState<string>(preset.name);
  const [address, setAddress] = useState("");
  const [key, setKey] = useState("");
  const choose = (chosen: PresetName): void => {
    const next: ProviderPreset = providerPresets.find((known) => known.name === chosen) ?? providerPresets[0];
    setPreset(next);
    setName(next.name === "Another" ? "" : next.name);
    setAddress(next.baseUrl ?? "");
  };
  const add = async (): Promise<number> => {
    const { id } = await modelAdmin.addProvider({
      name,
      kind: preset.kind,
      ...(address.trim() === "" ? {} : { base_url: address.trim() }),
      ...(key === "" ? {} : { key }),
    });
    return id;
  };
  const host = preset.baseUrl === undefined ? preset.name : hostOf(address);
  return (
    <ActForm
      label="New provider"
      act={["Add", "Adding…"]}
      onAct={add}
      onDone={onDone}
      className="rounded-xl border border-line bg-surface p-4"
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
    </ActForm>
  );
}
