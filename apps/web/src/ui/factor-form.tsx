import { KeyRound } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { CodeField } from "./code-field.tsx";
import { Problem } from "./problem.tsx";
import { TextField } from "./text-field.tsx";
import { useAct } from "./use-act.ts";

type Way = "totp" | "passkey" | "recovery" | "password";

export interface FactorFormProps {
  readonly ways: readonly Way[];
  readonly onCode: (factor: { readonly code: string; readonly kind: "totp" | "recovery" }) => Promise<unknown>;
  readonly onPasskey: () => Promise<unknown>;
  readonly onPassword?: (password: string) => Promise<unknown>;
}

const names: Readonly<Record<Way, string>> = {
  totp: "Use the authenticator app",
  passkey: "Use a passkey",
  recovery: "Use a recovery code",
  password: "Use the password",
};

/** One factor at a time, with a way to each of the others the person has. */
export function FactorForm({ ways, onCode, onPasskey, onPassword }: FactorFormProps) {
  const [way, setWay] = useState<Way>(ways[0] ?? "totp");
  const { act, busy, problem, setProblem } = useAct();
  const others = ways.filter((other) => other !== way);
  const choose = (other: Way): void => {
    setProblem("");
    setWay(other);
  };
  return (
    <div className="flex flex-col gap-4">
      {way === "totp" && (
        <TotpStep busy={busy} failed={problem !== ""} onCode={(code) => act(() => onCode({ code, kind: "totp" }))} />
      )}
      {way === "recovery" && (
        <LineStep
          label="Recovery code"
          hint="One of the ten you saved. Each works once."
          name="recovery-code"
          autoComplete="off"
          busy={busy}
          onLine={(code) => act(() => onCode({ code, kind: "recovery" }))}
        />
      )}
      {way === "password" && onPassword !== undefined && (
        <LineStep
          label="Password"
          name="password"
          autoComplete="current-password"
          busy={busy}
          onLine={(password) => act(() => onPassword(password))}
        />
      )}
      {way === "passkey" && (
        <Button
          look="strong"
          className="min-h-11 self-start"
          icon={<KeyRound aria-hidden />}
          disabled={busy}
          onClick={() => void act(onPasskey)}
        >
          Continue with a passkey
        </Button>
      )}
      <Problem>{problem}</Problem>
      {others.length > 0 && (
        <div className="flex flex-wrap gap-x-5 gap-y-2">
          {others.map((other) => (
            <button key={other} type="button" className="link text-[0.94rem]" onClick={() => choose(other)}>
              {names[other]}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function TotpStep({
  busy,
  failed,
  onCode,
}: {
  readonly busy: boolean;
  readonly failed: boolean;
  readonly onCode: (code: string) => Promise<boolean>;
}) {
  const [code, setCode] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const send = async (digits: string): Promise<void> => {
    if (await onCode(digits)) return;
    setCode("");
    input.current?.focus();
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.length === 6) void send(code);
      }}
    >
      <CodeField
        label="Code of your authenticator app"
        hint="Six digits, new every half minute."
        input={input}
        value={code}
        invalid={failed}
        onChange={setCode}
        onComplete={(digits) => void send(digits)}
      />
      <Button type="submit" look="strong" className="self-start" disabled={busy || code.length < 6}>
        Continue
      </Button>
    </form>
  );
}

function LineStep({
  label,
  hint,
  name,
  autoComplete,
  busy,
  onLine,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly name: string;
  readonly autoComplete: string;
  readonly busy: boolean;
  readonly onLine: (line: string) => Promise<boolean>;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const line = input.current?.value ?? "";
    if (line.trim() !== "" && !(await onLine(name === "password" ? line : line.trim()))) input.current?.select();
  };
  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => void onSubmit(event)}>
      <TextField
        label={label}
        hint={hint}
        input={input}
        name={name}
        type={name === "password" ? "password" : "text"}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
      />
      <Button type="submit" look="strong" className="self-start" disabled={busy}>
        Continue
      </Button>
    </form>
  );
}
