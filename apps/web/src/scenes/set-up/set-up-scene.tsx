import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { type ReactNode, useState } from "react";
import { khoj } from "../../khoj.ts";
import { Elevation } from "../../shell/elevation.tsx";
import { useProfile } from "../../shell/use-profile.ts";
import { Problem } from "../../ui/problem.tsx";
import { AddAuthenticator } from "../settings/sign-in/add-authenticator.tsx";
import { AddPasskey } from "../settings/sign-in/add-passkey.tsx";
import { RecoveryCodesStep } from "../settings/sign-in/recovery-codes.tsx";
import { RenewCodes } from "../settings/sign-in/renew-codes.tsx";
import { SignInFrame } from "../signin/sign-in-frame.tsx";

/** An administrator's way to the panel: a second factor, ten codes saved, then it opens. */
export function SetUpScene() {
  const queries = useQueryClient();
  const [codes, setCodes] = useState<readonly string[]>([]);
  const { data: methods, error } = useQuery({
    queryKey: ["account", "methods"],
    queryFn: ({ signal }) => khoj.own.methods(signal),
  });
  const profile = useProfile();
  const reload = () => queries.invalidateQueries();
  const onAdded = (fresh: readonly string[]): void => {
    setCodes(fresh);
    void reload();
  };
  const guarded = methods !== undefined && (methods.totp.on || methods.passkeys.length > 0);
  const saved = guarded && methods.recovery.saved && codes.length === 0;
  const step = !guarded ? 1 : saved ? 3 : 2;
  return (
    <SignInFrame title="Guard the administrator's account">
      <Problem>{error?.message}</Problem>
      {methods !== undefined && (
        <ol className="flex flex-col gap-6">
          <Step number={1} now={step} title="A second factor">
            <p className="text-ink-soft">
              Whoever administers this server must show two things. A passkey is both at once; an authenticator app
              works with any phone.
            </p>
            {methods.available.includes("passkey") && (
              <AddPasskey look="strong" problem={methods.passkey_problem} onAdded={onAdded} />
            )}
            <AddAuthenticator onAdded={onAdded} />
          </Step>
          <Step number={2} now={step} title="Ten recovery codes">
            {codes.length > 0 ? (
              <RecoveryCodesStep
                codes={codes}
                onSaved={() => {
                  setCodes([]);
                  void reload();
                }}
              />
            ) : (
              <RenewCodes onCodes={setCodes} />
            )}
          </Step>
          <Step number={3} now={step} title="The panel">
            {profile?.may_administer === true ? (
              <>
                <p>The admin panel is open to you.</p>
                <a
                  href="/server/admin/"
                  className="flex min-h-11 items-center justify-center rounded-lg bg-accent px-3.5 font-medium text-on-accent hover:bg-accent-strong"
                >
                  Open the admin panel
                </a>
              </>
            ) : (
              <p className="text-warn">{profile?.admin_needs ?? "The panel does not answer to this network."}</p>
            )}
            <a href="/" className="link self-start">
              Find something in your notes
            </a>
          </Step>
        </ol>
      )}
      {step < 3 && (
        <a href="/" className="link self-start text-[0.94rem]">
          Later: the panel stays closed until then
        </a>
      )}
      <Elevation />
    </SignInFrame>
  );
}

function Step({
  number,
  now,
  title,
  children,
}: {
  readonly number: number;
  readonly now: number;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <li aria-current={number === now ? "step" : undefined} className="flex gap-3">
      <span
        aria-hidden
        className="flex size-7 shrink-0 items-center justify-center rounded-full border border-line text-[0.9rem] font-semibold text-ink-soft in-aria-[current=step]:border-accent in-aria-[current=step]:text-accent"
      >
        {number < now ? <Check className="size-4 text-good" /> : number}
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="font-semibold">
          {title}
          {number < now && <span className="sr-only">, done</span>}
        </h2>
        {number === now && <div className="mt-2 flex flex-col gap-4">{children}</div>}
      </div>
    </li>
  );
}
