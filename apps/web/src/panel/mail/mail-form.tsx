import type { MailSettings } from "@khoj/contract";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Choice } from "../../ui/choice.tsx";
import { Problem } from "../../ui/problem.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { admin } from "../admin.ts";
import { useAskedAct } from "../use-asked-act.tsx";

type Way = "none" | "smtp" | "resend";

export function MailForm({ mail }: { readonly mail: MailSettings }) {
  const [way, setWay] = useState<Way>(mail.way ?? "none");
  const [from, setFrom] = useState(mail.from ?? "");
  const [secret, setSecret] = useState("");
  const { run, busy, problem } = useAskedAct();
  const kept = mail.way === way;
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const given = secret === "" ? {} : way === "smtp" ? { smtp_url: secret } : { resend_key: secret };
    void run(() => admin.changeMail({ way: way === "none" ? null : way, from: from === "" ? null : from, ...given }));
  };
  return (
    <form onSubmit={save} className="flex max-w-xl flex-col gap-4">
      <Choice
        name="Mail goes by"
        value={way}
        options={[
          ["none", "Nothing"],
          ["smtp", "SMTP"],
          ["resend", "Resend"],
        ]}
        onChange={(chosen) => {
          setWay(chosen);
          setSecret("");
        }}
      />
      {way !== "none" && (
        <>
          <TextField
            label={way === "smtp" ? "SMTP address" : "Resend API key"}
            hint={
              kept
                ? "One is set. Leave this empty to keep it."
                : way === "smtp"
                  ? "smtps://user:password@mail.example.org, or smtp:// for STARTTLS"
                  : "From resend.com, with the right to send"
            }
            type="password"
            autoComplete="off"
            spellCheck={false}
            required={!kept}
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
          />
          <TextField
            label="Sender"
            hint="An address the mail server may send from. Empty: khoj@ and the server's name."
            placeholder="Khoj <khoj@example.org>"
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        </>
      )}
      <Problem>{problem}</Problem>
      <Button look="strong" type="submit" disabled={busy} className="self-start">
        {busy ? "Saving…" : "Save"}
      </Button>
    </form>
  );
}
