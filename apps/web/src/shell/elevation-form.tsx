import type { AccountMethods } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { khoj } from "../khoj.ts";
import { Button } from "../ui/button.tsx";
import { FactorForm, type FactorFormProps } from "../ui/factor-form.tsx";
import { Problem } from "../ui/problem.tsx";
import { useAct } from "../ui/use-act.ts";

/** The factors this person has, one at a time. Given, the session counts as proved for some minutes. */
export function ElevationForm({ onDone, onCancel }: { readonly onDone: () => void; readonly onCancel: () => void }) {
  const methods = useQuery({ queryKey: ["account", "methods"], queryFn: ({ signal }) => khoj.own.methods(signal) });
  if (methods.error !== null) return <Problem>{methods.error.message}</Problem>;
  if (methods.data === undefined) return <div className="h-40" />;
  const ways = waysOf(methods.data);
  if (ways.length === 0) return <SignInOnceMore onCancel={onCancel} />;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft">What comes next cannot be undone easily. It is done as soon as you give a factor.</p>
      <FactorForm
        ways={ways}
        onCode={({ kind, code }) => khoj.signIn.elevate({ kind, code }).then(onDone)}
        onPassword={(password) => khoj.signIn.elevate({ kind: "password", password }).then(onDone)}
        onPasskey={async () => {
          const { askForPasskey } = await import("./passkey.ts");
          const credential = await askForPasskey(await khoj.signIn.elevationPasskeyOptions());
          await khoj.signIn.elevate({ kind: "passkey", credential });
          onDone();
        }}
      />
    </div>
  );
}

function waysOf({ totp, passkeys, recovery, password }: AccountMethods): FactorFormProps["ways"] {
  const second = totp.on || passkeys.length > 0;
  return [
    ...(totp.on ? ["totp" as const] : []),
    ...(passkeys.length > 0 ? ["passkey" as const] : []),
    ...(second && recovery.left > 0 ? ["recovery" as const] : []),
    // A password is proof only where there is nothing stronger.
    ...(!second && password.set ? ["password" as const] : []),
  ];
}

/** Whoever has neither a second factor nor a password proves it by coming in anew. */
function SignInOnceMore({ onCancel }: { readonly onCancel: () => void }) {
  const { act, busy, problem } = useAct();
  const again = async (): Promise<void> => {
    const { pathname, search } = window.location;
    await khoj.signIn.signOut();
    window.location.assign(`/login?${new URLSearchParams({ reason: "elevate", next: pathname + search })}`);
  };
  return (
    <div className="flex flex-col gap-4">
      <p>
        You have neither a second factor nor a password, so signing in is the proof. Sign in once more, then repeat what
        you wanted to do within five minutes. A passkey or an authenticator app makes this a matter of a second.
      </p>
      <Problem>{problem}</Problem>
      <div className="flex flex-wrap gap-2">
        <Button look="strong" disabled={busy} onClick={() => void act(again)}>
          Sign in once more
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Not now
        </Button>
      </div>
    </div>
  );
}
