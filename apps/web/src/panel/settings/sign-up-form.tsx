import type { InstanceSettings } from "@khoj/contract";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/problem.tsx";
import { admin } from "../admin.ts";
import { useAskedAct } from "../use-asked-act.tsx";

const modes = [
  ["closed", "Closed", "Whoever asks waits under Requests until an administrator lets them in."],
  ["invite", "By invitation", "Only those who were invited come in by themselves; others wait."],
  ["domains", "Mail domains", "Who proves an address of these domains comes in by themselves; others wait."],
  ["open", "Open", "Everybody who proves an e-mail address comes in by themselves."],
] as const;

export function SignUpForm({ settings }: { readonly settings: InstanceSettings }) {
  const [mode, setMode] = useState(settings.sign_up);
  const [domains, setDomains] = useState(settings.sign_up_domains.join("\n"));
  const { run, ask, busy, problem, dialog } = useAskedAct();
  const given = settings.sign_up_set_by === "environment";
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const list = domains.split(/[\s,]+/).filter((domain) => domain !== "");
    const step = () => admin.changeSettings({ sign_up: mode, sign_up_domains: list });
    if (mode !== "open" || settings.sign_up === "open") return void run(step);
    const text =
      "Everybody on the internet who can reach this server and has an e-mail address may make an account here.";
    ask({ title: "Open sign-up to everybody?", text, names: [], act: "Open sign-up", danger: true }, step);
  };
  return (
    <form onSubmit={save} className="flex max-w-xl flex-col gap-4">
      <fieldset disabled={given} className="flex flex-col gap-2.5">
        <legend className="sr-only">Sign-up</legend>
        {modes.map(([value, name, text]) => (
          <label key={value} className="flex items-start gap-2.5">
            <input
              type="radio"
              name="sign-up"
              className="mt-1.25 size-4 shrink-0 accent-accent"
              checked={mode === value}
              onChange={() => setMode(value)}
            />
            <span>
              <span className="font-medium">{name}</span>
              <span className="block text-[0.9rem] text-ink-soft">{text}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {mode === "domains" && (
        <label className="flex flex-col gap-1">
          <span className="font-medium">Domains, one a line</span>
          <textarea
            className="field min-h-24 font-mono text-[0.9rem]"
            spellCheck={false}
            placeholder="example.org"
            disabled={given}
            value={domains}
            onChange={(event) => setDomains(event.target.value)}
          />
          <span className="text-[0.88rem] text-ink-faint">Compared whole: a subdomain is another domain.</span>
        </label>
      )}
      {given ? (
        <p className="text-[0.92rem] text-ink-soft">
          Set by variables of the environment (KHOJ_SIGNUP, KHOJ_SIGNUP_DOMAINS); they are changed there.
        </p>
      ) : (
        <Button look="strong" type="submit" disabled={busy} className="self-start">
          {busy ? "Saving…" : "Save"}
        </Button>
      )}
      <Problem>{problem}</Problem>
      {dialog}
    </form>
  );
}
