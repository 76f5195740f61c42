import type { AdminMethod, TestReport as Report } from "@khoj/contract";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { counted } from "../../ui/counted.ts";
import { Problem } from "../../ui/problem.tsx";
import { StateWord } from "../../ui/state-word.tsx";
import { TestReport } from "../../ui/test-report.tsx";
import { admin } from "../admin.ts";
import { useAskedAct } from "../use-asked-act.tsx";
import { DryRun } from "./dry-run.tsx";
import { methodNames } from "./method-names.ts";
import { ProviderForm } from "./provider-form.tsx";
import { WhatToPaste } from "./what-to-paste.tsx";

/** One way in: its switch, what it lacks, its settings where it has some, and a test. */
export function MethodCard({ method }: { readonly method: AdminMethod }) {
  const { name, text } = methodNames[method.method];
  const [report, setReport] = useState<Report>();
  const { run, ask, busy, problem, dialog } = useAskedAct();
  const toggle = (): void => {
    const step = () => admin.changeMethod(method.method, { on: !method.on });
    if (!method.on) return void run(step);
    ask(
      { title: `Switch off ${name}?`, text: whatWillHappen(method), names: [], act: "Switch off", danger: true },
      step,
    );
  };
  const test = (): void => {
    setReport(undefined);
    void run(async () => setReport(await admin.testMethod(method.method)));
  };
  const isProvider = method.method === "google" || method.method === "oidc";
  return (
    <section aria-label={name} className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-60 flex-1">
          <h2 className="flex flex-wrap items-baseline gap-x-3 font-semibold">
            {name}
            <State method={method} />
          </h2>
          <p className="text-[0.92rem] text-ink-soft">{text}</p>
          <p className="text-[0.88rem] text-ink-faint">{usage(method)}</p>
        </div>
        <div className="flex gap-2">
          <Button disabled={busy} onClick={test} aria-label={`Test ${name}`}>
            Test
          </Button>
          <Button
            role="switch"
            aria-checked={method.on}
            aria-label={name}
            look={method.on ? "plain" : "strong"}
            disabled={busy}
            onClick={toggle}
          >
            {method.on ? "Switch off" : "Switch on"}
          </Button>
        </div>
      </div>
      {method.problem !== null && <p className="text-[0.92rem] text-warn">{method.problem}.</p>}
      <Problem>{problem}</Problem>
      {report !== undefined && <TestReport report={report} />}
      {isProvider && <WhatToPaste method={method} />}
      {isProvider && method.set_by === "panel" && (
        <ProviderForm key={`${method.issuer} ${method.client_id} ${method.roles}`} method={method} />
      )}
      {isProvider && method.set_by === "environment" && (
        <p className="text-[0.92rem] text-ink-soft">
          Set by variables of the environment; they are changed there. Client id:{" "}
          <span className="font-mono text-[0.86rem] wrap-anywhere">{method.client_id}</span>
        </p>
      )}
      {method.method === "oidc" && method.ready && <DryRun />}
      {dialog}
    </section>
  );
}

function State({ method: { on, ready } }: { readonly method: AdminMethod }) {
  if (!on) return <StateWord tone="quiet">off</StateWord>;
  return ready ? <StateWord tone="good">on</StateWord> : <StateWord tone="warn">on, not ready</StateWord>;
}

function usage({ method, users, stranded, on }: AdminMethod): string {
  const has =
    method === "link"
      ? "Open to all"
      : users === 0
        ? "Nobody has it"
        : `${counted(users, "person has", "people have")} it`;
  if (!on || stranded === 0) return `${has}.`;
  return `${has}; ${counted(stranded, "person has", "people have")} no other way in.`;
}

function whatWillHappen({ stranded }: AdminMethod): string {
  const rest = "Its button leaves the sign-in page and its addresses answer no more. Those who are signed in stay so.";
  if (stranded === 0) return `${rest} Everybody who uses it has another way in.`;
  return `${rest} ${counted(stranded, "person", "people")} can then come in only by a login URL of yours.`;
}
