import type { AccountMethods } from "@khoj/contract";
import { KeyRound, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { khoj } from "../../../khoj.ts";
import { timeZone } from "../../../time-zone.ts";
import { AskFirst } from "../../../ui/ask-first.tsx";
import { IconButton } from "../../../ui/button.tsx";
import { EditName } from "../../../ui/edit-name.tsx";
import { Moment } from "../../../ui/moment.tsx";

type Passkey = AccountMethods["passkeys"][number];

export function PasskeyList({
  passkeys,
  onChanged,
}: {
  readonly passkeys: readonly Passkey[];
  readonly onChanged: () => Promise<unknown>;
}) {
  const [leaving, setLeaving] = useState<Passkey>();
  if (passkeys.length === 0) return null;
  return (
    <>
      <ul aria-label="Passkeys" className="mb-3 flex flex-col">
        {passkeys.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} onChanged={onChanged} onRemove={() => setLeaving(passkey)} />
        ))}
      </ul>
      <AskFirst
        title={`Remove the passkey ${leaving?.name ?? ""}`}
        open={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        act="Remove it"
        onAct={async () => {
          if (leaving !== undefined) await khoj.own.removePasskey(leaving.id);
          await onChanged();
        }}
      >
        <p>It opens this account no more. Remove it from the device's own list of passkeys too.</p>
      </AskFirst>
    </>
  );
}

function PasskeyRow({
  passkey: { id, name, made_at, used_at, backed_up },
  onChanged,
  onRemove,
}: {
  readonly passkey: Passkey;
  readonly onChanged: () => Promise<unknown>;
  readonly onRemove: () => void;
}) {
  const [renaming, setRenaming] = useState(false);
  return (
    <li className="flex items-start gap-3 border-b border-line py-2.5">
      <KeyRound className="mt-1 size-4.5 shrink-0 text-ink-faint" aria-hidden />
      <div className="min-w-0 flex-1">
        {renaming ? (
          <EditName
            label="Name of the passkey"
            name={name}
            onSave={async (to) => {
              await khoj.own.renamePasskey(id, to);
              await onChanged();
            }}
            onDone={() => setRenaming(false)}
          />
        ) : (
          <bdi className="block truncate font-medium" title={name}>
            {name}
          </bdi>
        )}
        <p className="flex flex-wrap gap-x-3 text-[0.88rem] text-ink-faint">
          <span>
            added <Moment at={made_at} zone={timeZone()} />
          </span>
          <span>
            {used_at === null ? (
              "not used yet"
            ) : (
              <>
                used <Moment at={used_at} zone={timeZone()} />
              </>
            )}
          </span>
          <span>{backed_up ? "synchronised" : "on one device only"}</span>
        </p>
      </div>
      <IconButton label={`Rename ${name}`} onClick={() => setRenaming(true)}>
        <Pencil />
      </IconButton>
      <IconButton label={`Remove ${name}`} onClick={onRemove}>
        <Trash2 />
      </IconButton>
    </li>
  );
}
