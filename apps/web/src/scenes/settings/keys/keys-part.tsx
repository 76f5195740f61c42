import type { AccountKey, MadeKey } from "@khoj/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { khoj } from "../../../khoj.ts";
import { AskFirst } from "../../../ui/ask-first.tsx";
import { Button } from "../../../ui/button.tsx";
import { Group } from "../../../ui/group.tsx";
import { Problem } from "../../../ui/problem.tsx";
import { KeyRow } from "./key-row.tsx";
import { MadeKeyCard } from "./made-key-card.tsx";
import { MakeKey } from "./make-key.tsx";

/** Keys by which programs act for the person: each does no more than it must, and none is shown twice. */
export function KeysPart() {
  const queries = useQueryClient();
  const { data, error } = useQuery({ queryKey: ["account", "keys"], queryFn: ({ signal }) => khoj.own.keys(signal) });
  const [made, setMade] = useState<MadeKey>();
  const [making, setMaking] = useState(false);
  const reload = () => queries.invalidateQueries({ queryKey: ["account", "keys"] });
  const onMade = (key: MadeKey): void => {
    setMade(key);
    setMaking(false);
    void reload();
  };
  return (
    <Group title="Keys" text="For Obsidian, Emacs, phones and programs of yours. Each does only what it is made for.">
      <div className="flex flex-col gap-4">
        <Problem>{error?.message}</Problem>
        {made !== undefined && <MadeKeyCard made={made} onClose={() => setMade(undefined)} />}
        {making ? (
          <MakeKey onMade={onMade} onCancel={() => setMaking(false)} />
        ) : (
          <Button look="strong" className="self-start" onClick={() => setMaking(true)}>
            Make a key
          </Button>
        )}
        {data !== undefined && <KeyList keys={data} onMade={onMade} onChanged={reload} />}
      </div>
    </Group>
  );
}

interface KeyListProps {
  readonly keys: readonly AccountKey[];
  readonly onMade: (key: MadeKey) => void;
  readonly onChanged: () => Promise<unknown>;
}

function KeyList({ keys, onMade, onChanged }: KeyListProps) {
  const [revoking, setRevoking] = useState<AccountKey>();
  const [replacing, setReplacing] = useState<AccountKey>();
  const [resuming, setResuming] = useState<AccountKey>();
  const over = keys.filter(({ state }) => state === "revoked" || state === "expired");
  const alive = keys.filter((key) => !over.includes(key));
  const row = (key: AccountKey) => (
    <KeyRow
      key={key.id}
      apiKey={key}
      onReplace={() => setReplacing(key)}
      onRevoke={() => setRevoking(key)}
      onResume={() => setResuming(key)}
    />
  );
  return (
    <>
      {keys.length === 0 && <p className="text-ink-soft">No program has a key of yours.</p>}
      {alive.length > 0 && (
        <ul aria-label="Keys" className="flex flex-col">
          {alive.map(row)}
        </ul>
      )}
      {over.length > 0 && (
        <details>
          <summary className="text-[0.94rem] text-ink-soft">
            {over.length === 1 ? "1 key that ended" : `${over.length} keys that ended`}
          </summary>
          <ul aria-label="Keys that ended" className="mt-1 flex flex-col">
            {over.map(row)}
          </ul>
        </details>
      )}
      <AskFirst
        title={`Revoke ${revoking?.name ?? ""}`}
        open={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        act="Revoke it"
        onAct={async () => {
          if (revoking !== undefined) await khoj.own.revokeKey(revoking.id);
          await onChanged();
        }}
      >
        <p>
          {revoking?.canary
            ? "Whoever tries it raises no alarm any more. The key cannot be brought back."
            : "Every program that uses this key is refused from the same moment. The key cannot be brought back."}
        </p>
      </AskFirst>
      <AskFirst
        title={`Replace ${replacing?.name ?? ""}`}
        open={replacing !== undefined}
        onClose={() => setReplacing(undefined)}
        act="Make its successor"
        onAct={async () => {
          if (replacing !== undefined) onMade(await khoj.own.rotateKey(replacing.id));
        }}
      >
        <p>A new key with the same permissions is made and shown once. The old one works another 24 hours.</p>
      </AskFirst>
      <AskFirst
        title={`Resume ${resuming?.name ?? ""}`}
        open={resuming !== undefined}
        onClose={() => setResuming(undefined)}
        act="Resume it"
        look="strong"
        refuse="Leave it suspended"
        onAct={async () => {
          if (resuming !== undefined) await khoj.own.resumeKey(resuming.id);
          await onChanged();
        }}
      >
        <p>
          It was suspended: {resuming?.reason}. Programs that use it are let in again, and what was unusual about it
          counts as usual from now on. Was it not you? Revoke it instead.
        </p>
      </AskFirst>
    </>
  );
}
