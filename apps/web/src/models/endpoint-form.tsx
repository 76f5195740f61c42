import type { EmbeddingStatus, TestReport as Report } from "@khoj/contract";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { TestReport } from "../ui/test-report.tsx";
import { TextField } from "../ui/text-field.tsx";
import { ActForm } from "./act-form.tsx";
import { describeKey } from "./describe-key.ts";
import { hostOf } from "./host-of.ts";
import { modelAdmin } from "./model-admin.ts";
import { WhereTextGoes } from "./where-text-goes.tsx";

/** Address, key and model of the server that reads meaning: tried before it is chosen. The key is never read back. */
export function EndpointForm({
  endpoint,
  onDone,
}: {
  readonly endpoint: EmbeddingStatus["endpoint"];
  readonly onDone: () => void;
}) {
  const [address, setAddress] = useState(endpoint?.base_url ?? "");
  const [key, setKey] = useState("");
  const [model, setModel] = useState(endpoint?.model ?? "");
  const [report, setReport] = useState<Report>();
  const given = () => ({
    base_url: address.trim(),
    model: model.trim() === "" ? null : model.trim(),
    ...(key === "" ? {} : { key }),
  });
  const test = async (): Promise<void> => {
    setReport(undefined);
    setReport(await modelAdmin.testEmbedding(given()));
  };
  const host = hostOf(address);
  return (
    <ActForm
      label="Server that reads meaning"
      act={["Read meaning there", "Asking it…"]}
      beside={({ run, busy }) => (
        <Button disabled={busy || host === undefined} onClick={() => void run(test)}>
          Test
        </Button>
      )}
      onAct={() => modelAdmin.changeEmbedding({ kind: "endpoint", ...given() })}
      onDone={() => onDone()}
      className="rounded-xl border border-line bg-surface p-4"
    >
      <TextField
        label="Address"
        hint="Of an OpenAI-compatible server: Ollama, vLLM, LM Studio, OpenAI. It ends in /v1 mostly."
        type="url"
        required
        maxLength={500}
        spellCheck={false}
        placeholder="http://localhost:11434/v1"
        value={address}
        onChange={(event) => setAddress(event.target.value)}
      />
      <TextField
        label="Key"
        hint={
          endpoint?.key_hint
            ? `Empty: the one of now stays (${describeKey(endpoint.key_hint)}).`
            : "Empty where none is needed. Kept sealed, never shown again."
        }
        type="password"
        autoComplete="off"
        spellCheck={false}
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
      <TextField
        label="Model"
        hint="Empty: the first it lists that is made for this."
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        value={model}
        onChange={(event) => setModel(event.target.value)}
      />
      {host !== undefined && <WhereTextGoes host={host} what="All passages of your notes, and what is searched for," />}
      <p className="text-[0.92rem] text-ink-soft">
        Every note is read anew; until all are, what was read before finds them.
      </p>
      {report !== undefined && <TestReport report={report} />}
    </ActForm>
  );
}
