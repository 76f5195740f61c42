import type { ModelProvider } from "@khoj/contract";
import { useState } from "react";
import { TextField } from "../ui/text-field.tsx";
import { ActForm } from "./act-form.tsx";
import { describeKey } from "./describe-key.ts";
import { modelAdmin } from "./model-admin.ts";

/** Name, address and key of a provider that is there already. The key can be replaced or taken away, never read. */
export function ProviderForm({ provider, onDone }: { readonly provider: ModelProvider; readonly onDone: () => void }) {
  const [name, setName] = useState(provider.name);
  const [address, setAddress] = useState(provider.base_url ?? "");
  const [key, setKey] = useState("");
  const [without, setWithout] = useState(false);
  const save = (): Promise<void> => {
    const change = {
      name: name.trim(),
      base_url: address.trim() === "" ? null : address.trim(),
      ...(without ? { key: null } : key === "" ? {} : { key }),
    };
    return modelAdmin.changeProvider(provider.id, change);
  };
  return (
    <ActForm label={`Change ${provider.name}`} act={["Save", "Saving…"]} onAct={save} onDone={onDone}>
      <TextField label="Name" required maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
      <TextField
        label="Address"
        hint={provider.kind === "openai" ? "Empty: OpenAI's own." : "Empty: its own, which is nearly always right."}
        type="url"
        spellCheck={false}
        value={address}
        onChange={(event) => setAddress(event.target.value)}
      />
      <TextField
        label="Another key"
        hint={
          provider.key_hint === null
            ? "None is kept."
            : `Empty: the one of now stays (${describeKey(provider.key_hint)}).`
        }
        type="password"
        autoComplete="off"
        spellCheck={false}
        disabled={without}
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
      {provider.key_hint !== null && (
        <label className="flex items-center gap-2.5">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={without}
            onChange={(event) => setWithout(event.target.checked)}
          />
          Take the key away
        </label>
      )}
    </ActForm>
  );
}
