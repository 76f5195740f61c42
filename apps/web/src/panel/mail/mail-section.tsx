import type { MailSettings, TestReport as Report } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Group } from "../../ui/group.tsx";
import { Problem } from "../../ui/problem.tsx";
import { TestReport } from "../../ui/test-report.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useAct } from "../../ui/use-act.ts";
import { admin } from "../admin.ts";
import { FormPage } from "../form-page.tsx";
import { NotYet, Section } from "../section.tsx";
import { MailForm } from "./mail-form.tsx";

/** How sign-in links and reminders go out, and a way to see that they do. */
export function MailSection() {
  const mail = useQuery({ queryKey: ["admin", "mail"], queryFn: ({ signal }) => admin.mail(signal) });
  return (
    <Section
      title="Mail"
      text="Sign-in links, invitations and reminders go out by it. Everything works without, by links you hand over."
    >
      {mail.data === undefined && (
        <NotYet error={mail.error} what="mail settings" onRetry={() => void mail.refetch()} />
      )}
      {mail.data !== undefined && (
        <FormPage>
          <Group title="Now" text="What is in force.">
            <Now mail={mail.data} />
          </Group>
          {mail.data.set_by !== "environment" && (
            <Group title="Way" text="A password or key is kept sealed; it can be replaced, and is never shown again.">
              <MailForm key={JSON.stringify(mail.data)} mail={mail.data} />
            </Group>
          )}
          <Group title="Test" text="Sends one mail, and says how each step of it went.">
            <TestMail />
          </Group>
        </FormPage>
      )}
    </Section>
  );
}

function Now({ mail: { way, from, server, set_by } }: { readonly mail: MailSettings }) {
  if (way === null) return <p>No mail is sent. Whoever asks for a link is listed under Requests.</p>;
  return (
    <div>
      <p>
        By {way === "smtp" ? "SMTP" : "Resend"}
        {server !== null && (
          <>
            , <span className="font-mono text-[0.88rem] wrap-anywhere">{server}</span>
          </>
        )}
        , from <bdi className="wrap-anywhere">{from}</bdi>.
      </p>
      {set_by === "environment" && (
        <p className="text-[0.92rem] text-ink-soft">
          Set by variables of the environment (KHOJ_SMTP_URL or RESEND_API_KEY); they are changed there.
        </p>
      )}
    </div>
  );
}

function TestMail() {
  const [to, setTo] = useState("");
  const [report, setReport] = useState<Report>();
  const { act, busy, problem } = useAct();
  const test = (event: FormEvent): void => {
    event.preventDefault();
    setReport(undefined);
    void act(async () => setReport(await admin.testMail(to)));
  };
  return (
    <form onSubmit={test} className="flex max-w-xl flex-col gap-3">
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          className="flex-1 basis-60"
          label="To"
          type="email"
          required
          placeholder="you@example.org"
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
        <Button type="submit" disabled={busy}>
          {busy ? "Sending…" : "Send a test mail"}
        </Button>
      </div>
      <Problem>{problem}</Problem>
      {report !== undefined && <TestReport report={report} />}
    </form>
  );
}
