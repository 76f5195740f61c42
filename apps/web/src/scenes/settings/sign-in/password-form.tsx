import type { AccountMethods } from "@khoj/contract";
import { type FormEvent, useState } from "react";
import { khoj } from "../../../khoj.ts";
import { timeZone } from "../../../time-zone.ts";
import { AskFirst } from "../../../ui/ask-first.tsx";
import { Button } from "../../../ui/button.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { Problem } from "../../../ui/problem.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import { useAct } from "../../../ui/use-act.ts";

/** A password for whom it suits. Long beats clever; the server refuses those that are known from leaks. */
export function PasswordForm({
  email,
  methods: { password, available },
  onChanged,
}: {
  readonly email: string;
  readonly methods: AccountMethods;
  readonly onChanged: () => Promise<unknown>;
}) {
  const [typed, setTyped] = useState("");
  const [shown, setShown] = useState(false);
  const [said, setSaid] = useState("");
  const [removing, setRemoving] = useState(false);
  const { act, busy, problem } = useAct();
  const on = available.includes("password");
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const done = await act(async () => {
      await khoj.own.setPassword(typed);
      await onChanged();
    });
    if (!done) return;
    setTyped("");
    setSaid("The password is set.");
  };
  return (
    <div className="flex flex-col gap-3">
      <p>
        {password.set ? "A password is set" : "No password is set."}
        {password.changed_at !== null && (
          <>
            , changed <Moment at={password.changed_at} zone={timeZone()} />.
          </>
        )}
        {!on && " Signing in with one is switched off on this server."}
      </p>
      {on && (
        <form className="flex max-w-md flex-col gap-3" onSubmit={(event) => void save(event)}>
          <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
          <TextField
            label={password.set ? "New password" : "Password"}
            hint={`At least ${password.least} characters. Several words you make up are best.`}
            name="new-password"
            type={shown ? "text" : "password"}
            autoComplete="new-password"
            spellCheck={false}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setSaid("");
            }}
          />
          <label className="flex items-center gap-2.5 text-[0.94rem]">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={shown}
              onChange={(event) => setShown(event.target.checked)}
            />
            Show what I type
          </label>
          <Problem>{problem}</Problem>
          <div className="flex flex-wrap items-center gap-2">
            <Button type="submit" disabled={busy || [...typed].length < password.least}>
              {password.set ? "Change the password" : "Set the password"}
            </Button>
            <span role="status" className="text-[0.92rem] text-ink-soft">
              {said}
            </span>
          </div>
        </form>
      )}
      {password.set && (
        <Button look="danger" className="self-start" onClick={() => setRemoving(true)}>
          Remove the password
        </Button>
      )}
      <AskFirst
        title="Remove the password"
        open={removing}
        onClose={() => setRemoving(false)}
        act="Remove it"
        onAct={async () => {
          await khoj.own.removePassword();
          await onChanged();
        }}
      >
        <p>You come in by your other ways from then on.</p>
      </AskFirst>
    </div>
  );
}
