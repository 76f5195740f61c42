import type { AdminModel, TestReport as Report } from "@khoj/contract";
import { useState } from "react";
import { AskFirst } from "../ui/ask-first.tsx";
import { Button } from "../ui/button.tsx";
import { describePrice } from "../ui/describe-price.ts";
import { Menu } from "../ui/menu.tsx";
import { Problem } from "../ui/problem.tsx";
import { StateWord } from "../ui/state-word.tsx";
import { TestReport } from "../ui/test-report.tsx";
import { modelAdmin } from "./model-admin.ts";
import { ModelForm } from "./model-form.tsx";
import { MoveModel } from "./move-model.tsx";
import { useModelAct } from "./use-model-act.ts";

interface ModelRowProps {
  readonly model: AdminModel;
  readonly place: number;
  /** How many there are. */
  readonly of: number;
}

/** One model in the order in which they are tried. */
export function ModelRow({ model, place, of }: ModelRowProps) {
  const [opened, setOpened] = useState<"" | "change" | "delete">("");
  const [report, setReport] = useState<Report>();
  const { run, refresh, busy, problem } = useModelAct();
  const { id, name, enabled, is_default } = model;
  const isLocal = model.kind === "local";
  const test = (): void => {
    setReport(undefined);
    void run(async () => setReport(await modelAdmin.testModel(id)));
  };
  return (
    <li className="flex flex-col gap-3 rounded-xl border border-line bg-surface px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="w-4 text-ink-faint tabular-nums" aria-hidden>
          {place}
        </span>
        <div className="min-w-44 flex-1">
          <p className="flex flex-wrap items-baseline gap-x-3">
            <bdi className="font-medium">{name}</bdi>
            <State enabled={enabled} isDefault={is_default} />
          </p>
          <p className="text-[0.88rem] text-ink-faint">{factsLine(model)}</p>
        </div>
        <div className="flex flex-wrap items-center gap-1.5">
          {of > 1 && (
            <MoveModel
              name={name}
              place={place}
              of={of}
              onMove={(position) => void run(() => modelAdmin.changeModel(id, { position }))}
            />
          )}
          {!is_default && enabled && (
            <Button
              disabled={busy}
              aria-label={`Try first: ${name}`}
              onClick={() => void run(() => modelAdmin.changeModel(id, { make_default: true }))}
            >
              Try first
            </Button>
          )}
          <Button disabled={busy} aria-label={`Test ${name}`} onClick={test}>
            {busy ? "…" : "Test"}
          </Button>
          <Menu
            label={`Actions for ${name}`}
            items={[
              { label: "Change", onSelect: () => setOpened("change") },
              {
                label: enabled ? "Switch off" : "Switch on",
                onSelect: () => void run(() => modelAdmin.changeModel(id, { enabled: !enabled })),
              },
              { label: "Delete", danger: true, onSelect: () => setOpened("delete") },
            ]}
          />
        </div>
      </div>
      <Problem>{problem}</Problem>
      {report !== undefined && <TestReport report={report} />}
      {opened === "change" && <ModelForm model={model} onDone={() => setOpened("")} />}
      <AskFirst
        title={`Delete ${name}?`}
        open={opened === "delete"}
        onClose={() => setOpened("")}
        act="Delete"
        onAct={() => (isLocal ? modelAdmin.removeLocalModel(id) : modelAdmin.removeModel(id)).then(refresh)}
      >
        {isLocal && <p>The copy of its file in the data directory is deleted; the file it was made from stays.</p>}
        <p>Answers it wrote stay. People who chose it get the first model that is left.</p>
      </AskFirst>
    </li>
  );
}

function State({ enabled, isDefault }: { readonly enabled: boolean; readonly isDefault: boolean }) {
  if (!enabled) return <StateWord tone="quiet">off</StateWord>;
  return isDefault ? <StateWord tone="good">answers first</StateWord> : null;
}

const factsLine = ({ provider, model, name, sees, context_tokens, price_in, price_out }: AdminModel): string =>
  [
    provider,
    model === name ? "" : model,
    `reads ${context_tokens.toLocaleString("en-GB")} tokens`,
    sees ? "sees pictures" : "",
    describePrice(price_in, price_out) ?? "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
