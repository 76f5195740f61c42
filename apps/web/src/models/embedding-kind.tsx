import type { EmbeddingStatus } from "@khoj/contract";
import { useState } from "react";
import { AskFirst } from "../ui/ask-first.tsx";
import { Button } from "../ui/button.tsx";
import { Choice } from "../ui/choice.tsx";
import { describeKey } from "./describe-key.ts";
import { EndpointForm } from "./endpoint-form.tsx";
import { modelAdmin } from "./model-admin.ts";
import { useModelAct } from "./use-model-act.ts";

type Kind = EmbeddingStatus["kind"];

const kinds = [
  ["local", "On this machine"],
  ["endpoint", "Another server"],
  ["none", "Words only"],
] as const satisfies readonly (readonly [Kind, string])[];

const consequences: Readonly<Record<Exclude<Kind, "endpoint">, string>> = {
  local: "The model runs on this machine; nothing leaves it. It is fetched once, then works without a network.",
  none: "Notes are found by their words alone. What was read of their meaning is kept for when you come back.",
};

/** Where meaning is read; each change says what it means before it is made. */
export function EmbeddingKind({ status }: { readonly status: EmbeddingStatus }) {
  const [wanted, setWanted] = useState<Exclude<Kind, "endpoint">>();
  const [isOpen, setOpen] = useState(false);
  const { refresh } = useModelAct();
  const want = (kind: Kind): void => {
    setOpen(kind === "endpoint" && kind !== status.kind);
    setWanted(kind === status.kind || kind === "endpoint" ? undefined : kind);
  };
  return (
    <div className="flex flex-col gap-1.5">
      <Choice name="Meaning is read" value={isOpen ? "endpoint" : status.kind} options={kinds} onChange={want} />
      {isOpen && <EndpointForm endpoint={status.endpoint} onDone={() => setOpen(false)} />}
      {!isOpen && status.kind === "endpoint" && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-[0.92rem] text-ink-soft">
          <span className="wrap-anywhere">
            {status.endpoint?.base_url} · {describeKey(status.endpoint?.key_hint)}
          </span>
          <Button onClick={() => setOpen(true)}>Change the server</Button>
        </p>
      )}
      {status.set_by === "environment" && (
        <p className="text-[0.88rem] text-ink-faint">KHOJ_EMBEDDING said so at the start.</p>
      )}
      <AskFirst
        title={`Read meaning: ${kinds.find(([kind]) => kind === wanted)?.[1].toLowerCase() ?? ""}?`}
        open={wanted !== undefined}
        onClose={() => setWanted(undefined)}
        act={wanted === "none" ? "Find by words only" : "Change, and read every note anew"}
        look="strong"
        refuse="Leave it"
        onAct={() => modelAdmin.changeEmbedding({ ...(wanted === undefined ? {} : { kind: wanted }) }).then(refresh)}
      >
        <p>{wanted === undefined ? "" : consequences[wanted]}</p>
      </AskFirst>
    </div>
  );
}
