import { type AccountKey, keyScopes, type NewKey } from "@khoj/contract";
import { useProfile } from "../../../shell/use-profile.ts";
import { useSpaces } from "../../../shell/use-spaces.ts";
import { CheckList } from "../../../ui/check-list.tsx";
import { Choice } from "../../../ui/choice.tsx";
import { scopeNames } from "../../../ui/scope-names.ts";
import { TextField } from "../../../ui/text-field.tsx";

type Environment = AccountKey["environment"];

/** What a key may do and where, as it is being chosen. */
export interface KeyPower {
  readonly scopes: AccountKey["scopes"];
  readonly environment: Environment;
  readonly spaces: readonly string[];
  /** As typed: addresses or ranges. */
  readonly networks: string;
}

export const usualPower: KeyPower = {
  scopes: ["read", "write", "chat"],
  environment: "production",
  spaces: [],
  networks: "",
};

export function powerOf({ scopes, environment, spaces, networks }: KeyPower): NewKey {
  const named = networks.split(/[\s,]+/).filter(Boolean);
  return {
    scopes: [...scopes],
    environment,
    spaces: spaces.length === 0 ? null : [...spaces],
    networks: named.length === 0 ? null : named,
  };
}

export function KeyPowerChoice({
  power,
  onChange,
}: {
  readonly power: KeyPower;
  readonly onChange: (power: KeyPower) => void;
}) {
  const profile = useProfile();
  return (
    <>
      <CheckList
        legend="It may"
        options={keyScopes
          .filter((scope) => scope !== "admin" || profile?.role === "admin")
          .map((scope) => [scope, scopeNames[scope].long] as const)}
        chosen={power.scopes}
        onChange={(chosen) => onChange({ ...power, scopes: keyScopes.filter((scope) => chosen.includes(scope)) })}
      />
      <details>
        <summary className="text-[0.94rem] text-ink-soft">Narrow it further</summary>
        <div className="mt-3 flex flex-col gap-4">
          <SpacesOfKey chosen={power.spaces} onChange={(spaces) => onChange({ ...power, spaces })} />
          <Choice<Environment>
            name="Environment"
            value={power.environment}
            options={[
              ["production", "Production"],
              ["development", "Development"],
            ]}
            onChange={(environment) => onChange({ ...power, environment })}
          />
          <TextField
            label="Only from these networks"
            hint="Addresses or ranges, such as 192.168.1.0/24, with commas. Empty: from anywhere."
            className="max-w-md"
            autoComplete="off"
            spellCheck={false}
            value={power.networks}
            onChange={(event) => onChange({ ...power, networks: event.target.value })}
          />
        </div>
      </details>
    </>
  );
}

/** Asked only of those who have more than their own space. */
function SpacesOfKey({
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
