import { MailSettings, MailSettingsChange, MailTest, TestReport } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { z } from "zod";
import { requireEmail } from "../../accounts/index.ts";
import type { Events } from "../../audit/index.ts";
import type { MailRoom } from "../../mail/index.ts";
import { get, post, put, type Route } from "../../platform/http/route.ts";
import { recordChange } from "../record-change.ts";

export interface MailRoutesDeps {
  readonly database: Database;
  readonly events: Events;
  readonly mail: MailRoom;
}

const ours = { strict: true, allow: "admin" } as const;

/** Secrets go in and never come out: what is answered names the server, not its password. */
export const mailRoutes = ({ database, events, mail }: MailRoutesDeps): Route[] => [
  get("/api/admin/mail", { ...ours, query: z.object({}), answer: MailSettings }, () => mail.describe()),
  put(
    "/api/admin/mail",
    { ...ours, elevated: true, body: MailSettingsChange, answer: MailSettings },
    async ({ actor, body, from }) => {
      const { way, from: sender, smtp_url: smtpUrl, resend_key: resendKey } = body;
      await database.transaction(async (sql) => {
        await mail.change(sql, { way, from: sender || null, smtpUrl, resendKey });
        const facts = { way, sender: sender ?? null, secret_changed: (smtpUrl ?? resendKey) !== undefined };
        await recordChange(events, sql, { actor, from }, { kind: "settings.mail-changed", facts });
      });
      return mail.describe();
    },
  ),
  post(
    "/api/admin/mail/test",
    { ...ours, body: MailTest, answer: TestReport },
    async ({ actor, body, from }): Promise<TestReport> => {
      const to = requireEmail(body.to);
      const report = await mail.test(to);
      const outcome = report.ok ? "done" : "failed";
      await events.record({ kind: "mail.tested", outcome, actor, from, account: to });
      return report;
    },
  ),
];
