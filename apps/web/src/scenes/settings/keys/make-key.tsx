import { type AccountKey, keyScopes, type MadeKey, type NewKey } from "@khoj/contract";
import { type FormEvent, useState } from "react";
import { khoj } from "../../../khoj.ts";
import { useProfile } from "../../../shell/use-profile.ts";
import { useSpaces } from "../../../shell/use-spaces.ts";
import { Button } from "../../../ui/button.tsx";
import { CheckList } from "../../../ui/check-list.tsx";
import { Choice } from "../../../ui/choice.tsx";
import { Problem } from "../../../ui/problem.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import { useAct } from "../../../ui/use-act.ts";
import { scopeNames } from "./scope-names.ts";

type Scope = AccountKey["scopes"][number];
type Environment = AccountKey["environment"];

/** A new key: narrow from the start, wider only by choice. */
export function MakeKey({
  onMade,
  onCancel,
}: {
  readonly onMade: (key: MadeKey) => void;
  readonly onCancel: () => void;
}) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["read", "write", "chat"]);
  const [days, setDays] = useState(90);
  const [environment, setEnvironment] = useState<Environment>("production");
  const [spaces, setSpaces] = useState<readonly string[]>([]);
  const [networks, setNetworks] = useState("");
  const profile = useProfile();
  const { act, busy, problem } = useAct();
  const make = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const named = networks.split(/[\s,]+/).filter(Boolean);
    const key: NewKey = {
      ...(name.trim() === "" ? {} : { name: name.trim() }),
      scopes: [...scopes],
      environment,
      expires_in_days: days,
      spaces: spaces.length === 0 ? null : [...spaces],
      networks: named.length === 0 ? null : named,
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
      <CheckList
        legend="It may"
        options={keyScopes
          .filter((scope) => scope !== "admin" || profile?.role === "admin")
          .map((scope) => [scope, scopeNames[scope].long] as const)}
        chosen={scopes}
        onChange={(chosen) => setScopes(keyScopes.filter((scope) => chosen.includes(scope)))}
      />
      <Lifetime days={days} onDays={setDays} />
      <details>
        <summary className="text-[0.94rem] text-ink-soft">Narrow it further</summary>
        <div className="mt-3 flex flex-col gap-4">
          <SpaceChoice chosen={spaces} onChange={setSpaces} />
          <Choice<Environment>
            name="Environment"
            value={environment}
            options={[
              ["production", "Production"],
              ["development", "Development"],
            ]}
            onChange={setEnvironment}
          />
          <TextField
            label="Only from these networks"
            hint="Addresses or ranges, such as 192.168.1.0/24, with commas. Empty: from anywhere."
            className="max-w-md"
            autoComplete="off"
            spellCheck={false}
            value={networks}
            onChange={(event) => setNetworks(event.target.value)}
          />
        </div>
      </details>
      <Problem>{problem}</Problem>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="strong" disabled={busy || scopes.length === 0}>
          Make the key
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Not now
        </Button>
      </div>
    </form>
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

/** Asked only of those who have more than their own space. */
function SpaceChoice({
  chosen,
  onChange,
}: {
  readonly chosen: readonly string[];
  readonly onChange: (spaces: readonly string[]) => void;
}) {
  const own = useSpaces();
  if (own.length < 2) return null;
  return (
    <CheckList
      legend="Only these spaces (none chosen: all of yours)"
      options={own.map(({ id, name }) => [id, name] as const)}
      chosen={chosen}
      onChange={onChange}
    />
  );
}
