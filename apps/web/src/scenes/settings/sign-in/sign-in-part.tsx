import type { AccountMethods } from "@khoj/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { khoj } from "../../../khoj.ts";
import { useProfile } from "../../../shell/use-profile.ts";
import { AskFirst } from "../../../ui/ask-first.tsx";
import { Button } from "../../../ui/button.tsx";
import { Group } from "../../../ui/group.tsx";
import { Problem } from "../../../ui/problem.tsx";
import { sentenceForReason } from "../../signin/reasons.ts";
import type { SettingsLocation } from "../settings-location.ts";
import { AddAuthenticator } from "./add-authenticator.tsx";
import { AddPasskey } from "./add-passkey.tsx";
import { IdentityList } from "./identity-list.tsx";
import { PasskeyList } from "./passkey-list.tsx";
import { PasswordForm } from "./password-form.tsx";
import { RecoveryCodesStep } from "./recovery-codes.tsx";
import { RenewCodes } from "./renew-codes.tsx";

/** How one comes in, and what guards the account. */
export function SignInPart() {
  const queries = useQueryClient();
  const profile = useProfile();
  const { reason }: SettingsLocation = useSearch({ strict: false });
  const [codes, setCodes] = useState<readonly string[]>([]);
  const { data: methods, error } = useQuery({
    queryKey: ["account", "methods"],
    queryFn: ({ signal }) => khoj.own.methods(signal),
  });
  const reload = (): Promise<unknown> =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ["account", "methods"] }),
      queries.invalidateQueries({ queryKey: ["profile"] }),
    ]);
  const onAdded = (fresh: readonly string[]): void => {
    setCodes(fresh);
    void reload();
  };
  if (error !== null) return <Problem>{error.message}</Problem>;
  if (methods === undefined || profile == null) return null;
  const offersPasskeys = methods.available.includes("passkey");
  return (
    <>
      <Problem>{sentenceForReason(reason)}</Problem>
      {methods.admin_needs !== null && (
        <p className="my-4 rounded-lg bg-warn-wash px-3 py-2 text-[0.94rem] text-warn">
          {methods.admin_needs}. Until then the admin panel is closed to you.
        </p>
      )}
      {codes.length > 0 && (
        <Group title="Recovery codes">
          <RecoveryCodesStep
            codes={codes}
            onSaved={() => {
              setCodes([]);
              void reload();
            }}
          />
        </Group>
      )}
      {(offersPasskeys || methods.passkeys.length > 0) && (
        <Group
          title="Passkeys"
          text="Kept by your device or password manager; both factors at once, and nothing to type."
        >
          <PasskeyList passkeys={methods.passkeys} onChanged={reload} />
          {offersPasskeys && <AddPasskey problem={methods.passkey_problem} onAdded={onAdded} />}
        </Group>
      )}
      <Group title="Authenticator app" text="Six digits from an app, asked for after a link, a password or a provider.">
        {methods.totp.on ? <AuthenticatorOn onChanged={reload} /> : <AddAuthenticator onAdded={onAdded} />}
      </Group>
      {(methods.totp.on || methods.passkeys.length > 0) && codes.length === 0 && (
        <Group title="Recovery codes" text="For the day a phone or passkey is lost.">
          <RecoveryState recovery={methods.recovery} onCodes={setCodes} />
        </Group>
      )}
      {(methods.available.includes("password") || methods.password.set) && (
        <Group title="Password">
          <PasswordForm email={profile.email} methods={methods} onChanged={reload} />
        </Group>
      )}
      {(methods.identities.length > 0 || methods.available.some((way) => way === "google" || way === "oidc")) && (
        <Group title="Providers" text="Accounts elsewhere by which you come in here.">
          <IdentityList methods={methods} onChanged={reload} />
        </Group>
      )}
    </>
  );
}

function AuthenticatorOn({ onChanged }: { readonly onChanged: () => Promise<unknown> }) {
  const [removing, setRemoving] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p className="text-good">An authenticator app is set up.</p>
      <Button look="danger" onClick={() => setRemoving(true)}>
        Remove it
      </Button>
      <AskFirst
        title="Remove the authenticator app"
        open={removing}
        onClose={() => setRemoving(false)}
        act="Remove it"
        onAct={async () => {
          await khoj.own.removeTotp();
          await onChanged();
        }}
      >
        <p>Its codes are asked for no more. Without another second factor whoever has your mail can come in.</p>
      </AskFirst>
    </div>
  );
}

function RecoveryState({
  recovery: { left, saved },
  onCodes,
}: {
  readonly recovery: AccountMethods["recovery"];
  readonly onCodes: (codes: readonly string[]) => void;
}) {
  return (
    <div className="flex flex-col items-start gap-3">
      <p className={saved && left > 2 ? undefined : "text-warn"}>
        {left} of 10 are left.{!saved && " You have not shown yet that you saved them: make new ones and save those."}
      </p>
      <RenewCodes onCodes={onCodes} />
    </div>
  );
}
