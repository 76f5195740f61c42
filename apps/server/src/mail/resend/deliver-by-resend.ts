import { KhojError } from "@khoj/contract";
import { openEgress } from "../../platform/egress/open-egress.ts";
import type { OutgoingMail, StepLog } from "../delivery.ts";

export interface Resend {
  readonly key: string;
  readonly baseUrl: string;
}

/** Hands a mail to Resend's HTTP API; throws when it is not taken, having said in `log` what and why. */
export async function deliverByResend({ key, baseUrl }: Resend, mail: OutgoingMail, log: StepLog): Promise<void> {
  const base = new URL(baseUrl);
  const ask = openEgress({ mayReach: ({ origin }) => origin === base.origin });
  const { from, to, subject, text, html } = mail;
  const answer = await ask(`${base.href.replace(/\/$/, "")}/emails`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "user-agent": "khoj" },
    body: JSON.stringify({ from, to: [to], subject, text, html }),
  }).catch((error: unknown) => {
    throw log.fail("connect", error instanceof KhojError ? error.message : "Resend could not be asked");
  });
  log.done("connect", `${base.host} answers`);
  if (answer.ok) {
    log.done("sign-in", "the key is taken");
    log.done("message", "Resend has the mail; look into the inbox, and into spam");
    return;
  }
  const { step, message } = explainRefusal(answer.status, await answer.text(), mail);
  throw log.fail(step, message);
}

function explainRefusal(status: number, body: string, { from, to }: OutgoingMail): { step: string; message: string } {
  const said = JSON.stringify(messageOf(body));
  if (status === 401 || (status === 403 && /api.?key/i.test(body)))
    return {
      step: "sign-in",
      message: `Resend does not take the key: ${said}. Make one at resend.com and set RESEND_API_KEY`,
    };
  if (status === 403 || /domain|from/i.test(messageOf(body)))
    return {
      step: "sender",
      message: `Resend does not send for ${from}: ${said}. Verify its domain there, or set RESEND_EMAIL to one that is`,
    };
  if (status === 422 || status === 400)
    return { step: "recipient", message: `Resend refused the mail for ${to}: ${said}` };
  if (status === 429)
    return { step: "message", message: "Resend takes no more mails for now; wait, or look at your plan there" };
  return { step: "message", message: `Resend failed (${status}): ${said}; try again later` };
}

function messageOf(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    return String(message ?? "")
      .replace(/\s+/g, " ")
      .slice(0, 300);
  } catch {
    return "no explanation";
  }
}
