import type { SignInOptions, SignInOutcome } from "@khoj/contract";
import { KeyRound, LogIn } from "lucide-react";
import { useEffect, useRef } from "react";
import { khoj } from "../../khoj.ts";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useAct } from "../../ui/use-act.ts";
import { EmailForm } from "./email-form.tsx";
import { ProviderLink } from "./provider-link.tsx";

export interface WaysInProps {
  readonly options: SignInOptions;
  readonly next: string | undefined;
  readonly onAsked: (email: string) => void;
  readonly onOutcome: (outcome: SignInOutcome) => void;
}

/** One button or field for each way that is on, and none for the others. */
export function WaysIn({ options, next, onAsked, onOutcome }: WaysInProps) {
  const on = new Set(options.methods);
  const passkeys = on.has("passkey") && options.passkey_problem === null && "PublicKeyCredential" in window;
  const passkey = usePasskeyWay(passkeys, next, onOutcome);
  const typed = on.has("link") || on.has("password");
  const pressed = passkeys || on.has("google") || on.has("oidc");
  return (
    <>
      {pressed && (
        <div className="flex flex-col gap-2.5">
          {passkeys && (
            <Button icon={<KeyRound aria-hidden />} className="min-h-11" disabled={passkey.busy} onClick={passkey.use}>
              Sign in with a passkey
            </Button>
          )}
          {on.has("google") && (
            <ProviderLink href="/auth/login" next={next} icon={<GoogleLetter />}>
              Sign in with Google
            </ProviderLink>
          )}
          {on.has("oidc") && (
            <ProviderLink href="/auth/oidc/login" next={next} icon={<LogIn aria-hidden />}>
              Sign in with {options.oidc_name ?? "your organisation"}
            </ProviderLink>
          )}
          <Problem>{passkey.problem}</Problem>
        </div>
      )}
      {pressed && typed && (
        <p className="flex items-center gap-3 text-[0.88rem] text-ink-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
          or with your e-mail address
        </p>
      )}
      {typed && <EmailForm options={options} next={next} onAsked={onAsked} onOutcome={onOutcome} />}
      {on.has("passkey") && !passkeys && <p className="text-[0.88rem] text-ink-faint">{options.passkey_problem}</p>}
      {on.size === 0 && (
        <Problem>No way of signing in is on. The administrator can switch one on: khoj users login-link</Problem>
      )}
    </>
  );
}

/** The button, and the browser's own offer in the address field while nothing was pressed. */
function usePasskeyWay(on: boolean, next: string | undefined, onOutcome: WaysInProps["onOutcome"]) {
  const { act, busy, problem } = useAct();
  const finish = useRef(onOutcome);
  finish.current = onOutcome;
  useEffect(() => {
    if (!on) return;
    let alive = true;
    void (async () => {
      const { offerPasskeys } = await import("../../shell/passkey.ts");
      if (!alive) return;
      const answer = await offerPasskeys(() => khoj.signIn.passkeyOptions());
      if (!alive || answer === undefined) return;
      await act(async () => finish.current(await khoj.signIn.enterPasskey(answer, next)));
    })();
    return () => {
      alive = false;
      void import("../../shell/passkey.ts").then(({ stopOffering }) => stopOffering());
    };
  }, [on, next, act]);
  const use = (): void =>
    void act(async () => {
      const { askForPasskey } = await import("../../shell/passkey.ts");
      const answer = await askForPasskey(await khoj.signIn.passkeyOptions());
      finish.current(await khoj.signIn.enterPasskey(answer, next));
    });
  return { use, busy, problem };
}

/** Google asks for its letter on the button; drawn here, as nothing remote is loaded. */
function GoogleLetter() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2.6">
      <path d="M19.4 6.6A9 9 0 1 0 21 12h-8.6" />
    </svg>
  );
}
