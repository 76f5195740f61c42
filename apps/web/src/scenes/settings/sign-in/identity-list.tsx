import type { AccountMethods } from "@khoj/contract";
import { useState } from "react";
import { khoj } from "../../../khoj.ts";
import { timeZone } from "../../../time-zone.ts";
import { AskFirst } from "../../../ui/ask-first.tsx";
import { Button } from "../../../ui/button.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { Problem } from "../../../ui/problem.tsx";
import { useAct } from "../../../ui/use-act.ts";

type Identity = AccountMethods["identities"][number];

const nameOf = ({ provider, issuer }: Identity): string =>
  provider === "google" ? "Google" : issuer.replace(/^https?:\/\//, "");

/** Accounts elsewhere by which one comes in here. */
export function IdentityList({
  methods: { identities, available },
  onChanged,
}: {
  readonly methods: AccountMethods;
  readonly onChanged: () => Promise<unknown>;
}) {
  const [leaving, setLeaving] = useState<Identity>();
  const { act, busy, problem } = useAct();
  const providers = (["google", "oidc"] as const).filter(
    (provider) => available.includes(provider) && !identities.some((identity) => identity.provider === provider),
  );
  const connect = (provider: "google" | "oidc"): void =>
    void act(async () => window.location.assign(await khoj.own.linkIdentity(provider)));
  return (
    <div className="flex flex-col gap-3">
      {identities.length > 0 && (
        <ul aria-label="Connected providers" className="flex flex-col">
          {identities.map((identity) => (
            <li key={identity.id} className="flex items-center gap-3 border-b border-line py-2.5">
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium">{nameOf(identity)}</p>
                <p className="flex flex-wrap gap-x-3 text-[0.88rem] text-ink-faint">
                  {identity.email !== null && (
                    <bdi dir="ltr" className="break-all">
                      {identity.email}
                    </bdi>
                  )}
                  <span>
                    connected <Moment at={identity.made_at} zone={timeZone()} />
                  </span>
                </p>
              </div>
              <Button look="quiet" aria-label={`Disconnect ${nameOf(identity)}`} onClick={() => setLeaving(identity)}>
                Disconnect
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        {providers.map((provider) => (
          <Button key={provider} disabled={busy} onClick={() => connect(provider)}>
            Connect {provider === "google" ? "Google" : "your organisation's account"}
          </Button>
        ))}
      </div>
      <Problem>{problem}</Problem>
      <AskFirst
        title={`Disconnect ${leaving === undefined ? "" : nameOf(leaving)}`}
        open={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        act="Disconnect"
        onAct={async () => {
          if (leaving !== undefined) await khoj.own.removeIdentity(leaving.id);
          await onChanged();
        }}
      >
        <p>That account opens this one no more. Nothing changes at the provider.</p>
      </AskFirst>
    </div>
  );
}
