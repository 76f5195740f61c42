import { clsx } from "clsx";
import { type FormEvent, type Ref, useRef, useState } from "react";
import { khoj } from "../../khoj.ts";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/problem.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useAct } from "../../ui/use-act.ts";
import { rememberNext } from "./remember-next.ts";
import type { WaysInProps } from "./ways-in.tsx";

/**
 * The address, and behind a disclosure the password. One form, so that password managers know what belongs together;
 * with the password open, Enter signs in with it.
 */
export function EmailForm({ options, next, onAsked, onOutcome }: WaysInProps) {
  const link = options.methods.includes("link");
  const password = options.methods.includes("password");
  const [open, setOpen] = useState(password && !link);
  const email = useEmail();
  const passwordInput = useRef<HTMLInputElement>(null);
  const { act, busy, problem } = useAct();

  const sendLink = (): void => {
    const address = email.check();
    if (address === undefined) return;
    void act(async () => {
      await khoj.signIn.askForLink(address);
      rememberNext(next);
      onAsked(address);
    });
  };
  const sendPassword = async (): Promise<void> => {
    const address = email.check();
    const secret = passwordInput.current?.value ?? "";
    if (address === undefined) return;
    if (secret === "") return passwordInput.current?.focus();
    const proof = { email: address, password: secret, ...(next === undefined ? {} : { next }) };
    const done = await act(async () => onOutcome(await khoj.signIn.enterPassword(proof)));
    if (!done) passwordInput.current?.select();
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (open) void sendPassword();
    else sendLink();
  };
  const disclose = (): void => {
    setOpen(!open);
    if (!open) requestAnimationFrame(() => passwordInput.current?.focus());
  };

  return (
    <form noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <EmailField email={email} />
      {link && (
        <Button
          type={open ? "button" : "submit"}
          look={open ? "plain" : "strong"}
          className="min-h-11"
          disabled={busy}
          onClick={open ? sendLink : undefined}
        >
          Send Magic Link
        </Button>
      )}
      {password && link && (
        <button type="button" aria-expanded={open} className="link self-start text-[0.94rem]" onClick={disclose}>
          Use a password
        </button>
      )}
      {password && <PasswordPart open={open} input={passwordInput} busy={busy} />}
      <Problem>{problem}</Problem>
    </form>
  );
}

function PasswordPart({
  open,
  input,
  busy,
}: {
  readonly open: boolean;
  readonly input: Ref<HTMLInputElement>;
  readonly busy: boolean;
}) {
  return (
    <div className={clsx("flex-col gap-4", open ? "flex" : "hidden")}>
      <TextField label="Password" input={input} name="password" type="password" autoComplete="current-password" />
      <Button type="submit" look="strong" className="min-h-11" disabled={busy}>
        Sign in
      </Button>
    </div>
  );
}

function EmailField({ email }: { readonly email: ReturnType<typeof useEmail> }) {
  return (
    <TextField
      label="E-mail address"
      input={email.input}
      name="email"
      type="email"
      inputMode="email"
      autoComplete="username webauthn"
      autoCapitalize="none"
      spellCheck={false}
      dir="auto"
      value={email.typed}
      problem={email.problem}
      onChange={(event) => email.type(event.target.value)}
    />
  );
}

/** The address as it is typed; `check` answers it, or says what is wrong and puts the cursor there. */
function useEmail() {
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const type = (text: string): void => {
    setTyped(text);
    setProblem(undefined);
  };
  const check = (): string | undefined => {
    // A password manager may fill the field without React hearing of it.
    const address = (input.current?.value ?? typed).normalize("NFKC").trim();
    if (/^[^\s@]+@[^\s@]+$/.test(address)) return address;
    setProblem("Type your e-mail address, such as ada@example.org.");
    input.current?.focus();
    return undefined;
  };
  return { typed, type, problem, check, input };
}
