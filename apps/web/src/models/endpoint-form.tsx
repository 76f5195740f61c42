import type { EmbeddingStatus, TestReport as Report } from "@khoj/contract";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Problem } from "../ui/problem.tsx";
import { TestReport } from "../ui/test-report.tsx";
import { TextField } from "../ui/text-field.tsx";
import { hostOf } from "./host-of.ts";
import { modelAdmin } from "./model-admin.ts";
import { useModelAct } from "./use-model-act.ts";
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
  const { run, busy, problem } = useModelAct();
  const given = () => ({
    base_url: address.trim(),
    model: model.trim() === "" ? null : model.trim(),
    ...(key === "" ? {} : { key }),
  });
  const test = (): void => {
    setReport(undefined);
    void run(async () => setReport(await modelAdmin.testEmbedding(given())));
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await run(() => modelAdmin.changeEmbedding({ kind: "endpoint", ...given() }))) onDone();
  };
  const host = hostOf(address);
  return (
    <form
      aria-label="Server that reads meaning"
      className="flex max-w-xl flex-col gap-3 rounded-xl border border-line bg-surface p-4"
      onSubmit={(event) => void save(event)}
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
            ? `One that ends in ${endpoint.key_hint} is kept. Empty: it stays.`
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
      <Problem>{problem}</Problem>
      <div className="flex flex-wrap gap-2">
        <Button look="strong" type="submit" disabled={busy}>
          Read meaning there
        </Button>
        <Button disabled={busy || host === undefined} onClick={test}>
          {busy ? "…" : "Test"}
        </Button>
        <Button look="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
