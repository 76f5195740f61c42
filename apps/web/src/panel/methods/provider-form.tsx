import type { AdminMethod } from "@khoj/contract";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/problem.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { admin } from "../admin.ts";
import { useAskedAct } from "../use-asked-act.tsx";
import { methodNames } from "./method-names.ts";

/** What the provider gave in return. The secret goes in and never comes out. */
export function ProviderForm({ method }: { readonly method: AdminMethod }) {
  const isOidc = method.method === "oidc";
  const [issuer, setIssuer] = useState(method.issuer ?? "");
  const [clientId, setClientId] = useState(method.client_id ?? "");
  const [secret, setSecret] = useState("");
  const [roles, setRoles] = useState(method.roles ?? "");
  const { run, busy, problem } = useAskedAct();
  const save = (event: FormEvent): void => {
    event.preventDefault();
    void run(() =>
      admin.changeMethod(method.method, {
        client_id: clientId,
        ...(secret === "" ? {} : { client_secret: secret }),
        ...(isOidc ? { issuer, roles } : {}),
      }),
    );
  };
  return (
    <form
      onSubmit={save}
      aria-label={`Settings of ${methodNames[method.method].name}`}
      className="flex max-w-xl flex-col gap-3"
    >
      {isOidc && (
        <TextField
          label="Issuer"
          hint="Its address, as it names itself: https://auth.example.org/realms/main"
          type="url"
          required
          value={issuer}
          onChange={(event) => setIssuer(event.target.value)}
        />
      )}
      <TextField
        label="Client id"
        required
        spellCheck={false}
        value={clientId}
        onChange={(event) => setClientId(event.target.value)}
      />
      <TextField
        label="Client secret"
        hint={method.secret_set ? "One is set. Leave this empty to keep it." : "Kept sealed, never shown again."}
        type="password"
        autoComplete="off"
        required={!method.secret_set}
        value={secret}
        onChange={(event) => setSecret(event.target.value)}
      />
      {isOidc && (
        <TextField
          label="Claim that makes an administrator"
          hint="Such as groups=khoj-admins. Empty: roles are given here only."
          spellCheck={false}
          value={roles}
          onChange={(event) => setRoles(event.target.value)}
        />
      )}
      <Problem>{problem}</Problem>
      <Button type="submit" disabled={busy} className="self-start">
        {busy ? "Saving…" : "Save"}
      </Button>
    </form>
  );
}
