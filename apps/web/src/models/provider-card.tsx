import type { ModelProvider, TestReport as Report } from "@khoj/contract";
import { useState } from "react";
import { AskFirst } from "../ui/ask-first.tsx";
import { Button } from "../ui/button.tsx";
import { counted } from "../ui/counted.ts";
import { Problem } from "../ui/problem.tsx";
import { TestReport } from "../ui/test-report.tsx";
import { AddModel } from "./add-model.tsx";
import { describeKey } from "./describe-key.ts";
import { modelAdmin } from "./model-admin.ts";
import { ProviderForm } from "./provider-form.tsx";
import { kindNames } from "./provider-presets.ts";
import { useModelAct } from "./use-model-act.ts";
import { WhereTextGoes } from "./where-text-goes.tsx";

type Opened = "" | "change" | "delete" | "models";

/** One provider: where it is, whether it works, what of it is used. */
export function ProviderCard({ provider, isNew }: { readonly provider: ModelProvider; readonly isNew: boolean }) {
  const [opened, setOpened] = useState<Opened>(isNew ? "models" : "");
  const [report, setReport] = useState<Report>();
  const { run, refresh, busy, problem } = useModelAct();
  const { id, name, kind, base_url, key_hint, models, set_by, sends_to } = provider;
  const test = (): void => {
    setReport(undefined);
    void run(async () => setReport(await modelAdmin.testProvider(id)));
  };
  return (
    <section aria-label={name} className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-52 flex-1">
          <h3 className="font-semibold">
            <bdi>{name}</bdi>
          </h3>
          <p className="text-[0.92rem] text-ink-soft">
            {kindNames[kind]}
            {base_url !== null && <bdi className="ml-2 font-mono text-[0.86rem] wrap-anywhere">{base_url}</bdi>}
          </p>
          <p className="text-[0.88rem] text-ink-faint">
            {[
              kind === "local" ? "" : describeKey(key_hint),
              models === 0 ? "no model of it is used yet" : counted(models, "model"),
              set_by === "environment" ? "from the environment at the first start" : "",
            ]
              .filter((part) => part !== "")
              .join(" · ")}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {kind !== "local" && (
            <Button
              aria-label={`Add a model of ${name}`}
              onClick={() => setOpened(opened === "models" ? "" : "models")}
            >
              Add a model
            </Button>
          )}
          <Button disabled={busy} aria-label={`Test ${name}`} onClick={test}>
            {busy ? "Testing…" : "Test"}
          </Button>
          {kind !== "local" && (
            <Button look="quiet" aria-label={`Change ${name}`} onClick={() => setOpened("change")}>
              Change
            </Button>
          )}
          <Button look="quiet" aria-label={`Delete ${name}`} onClick={() => setOpened("delete")}>
            Delete
          </Button>
        </div>
      </div>
      <WhereTextGoes host={sends_to} what="Questions and the passages they need" />
      <Problem>{problem}</Problem>
      {report !== undefined && <TestReport report={report} />}
      {opened === "models" && <AddModel provider={provider} onDone={() => setOpened("")} />}
      {opened === "change" && <ProviderForm provider={provider} onDone={() => setOpened("")} />}
      <AskFirst
        title={`Delete ${name}?`}
        open={opened === "delete"}
        onClose={() => setOpened("")}
        act="Delete"
        onAct={() => modelAdmin.removeProvider(id).then(refresh)}
      >
        <p>
          {whatGoes(provider)} Answers already written stay. People who chose a model of it get the first that is left.
        </p>
      </AskFirst>
    </section>
  );
}

function whatGoes({ kind, models }: ModelProvider): string {
  const those = models === 1 ? "Its model" : `Its ${models} models`;
  if (kind === "local") return `${those} no longer answer; files stay in the data directory.`;
  return models === 0 ? "Its key goes." : `Its key goes, and ${those.toLowerCase()} too.`;
}
