import { KhojError, type TestReport } from "@khoj/contract";
import { DeliveryFailed, StepLog } from "./delivery.ts";
import { changeMail, findMailWay, type MailDeps, type MailWay } from "./mail-settings.ts";
import type { Mail, MailRoom } from "./mailer.ts";
import { renderMail } from "./render-mail.ts";
import { deliverByResend } from "./resend/deliver-by-resend.ts";
import { deliverBySmtp } from "./smtp/deliver-by-smtp.ts";
import { showServer } from "./smtp/smtp-server.ts";

/** Mail by the way that is set up, asked anew for each mail: an administrator may have changed it on another node. */
export function openMail(deps: MailDeps): MailRoom {
  return {
    way: async () => (await findMailWay(deps))?.way,
    send: async (mail) => {
      const way = await findMailWay(deps);
      if (way === undefined) throw new KhojError("not_configured", nothingSet);
      await deliver(way, mail, new StepLog());
    },
    describe: async () => {
      const way = await findMailWay(deps);
      if (way === undefined) return { way: null, from: null, server: null, set_by: null };
      const server = way.way === "smtp" ? showServer(way.server) : way.baseUrl;
      return { way: way.way, from: way.from, server, set_by: way.setBy };
    },
    change: (sql, change) => changeMail(deps, sql, change),
    test: (to) => testMail(deps, to),
  };
}

const nothingSet = "No mail is sent from this server: set KHOJ_SMTP_URL or RESEND_API_KEY, or set mail up in the panel";

async function deliver(way: MailWay, mail: Mail, log: StepLog): Promise<void> {
  const outgoing = { from: way.from, to: mail.to, subject: mail.subject, ...renderMail(mail) };
  await (way.way === "smtp" ? deliverBySmtp(way.server, outgoing, log) : deliverByResend(way, outgoing, log));
}

async function testMail(deps: MailDeps, to: string): Promise<TestReport> {
  const log = new StepLog();
  const way = await findMailWay(deps);
  if (way === undefined) return { ok: false, steps: [{ step: "settings", ok: false, message: nothingSet }] };
  log.done(
    "settings",
    way.way === "smtp" ? `by SMTP, ${showServer(way.server)}, from ${way.from}` : `by Resend, from ${way.from}`,
  );
  try {
    await deliver(
      way,
      { to, subject: "A test from Khoj", text: "Mail from your Khoj server arrives. Nothing else to do." },
      log,
    );
    return { ok: true, steps: log.steps };
  } catch (error) {
    if (error instanceof DeliveryFailed) return { ok: false, steps: log.steps };
    throw error;
  }
}
