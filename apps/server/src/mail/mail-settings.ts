import { badRequest, conflict } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { z } from "zod";
import type { AccessConfig } from "../config.ts";
import type { Secrets } from "../platform/secrets/secrets.ts";
import type { MailChange } from "./mailer.ts";
import { parseSmtpUrl, type SmtpServer } from "./smtp/smtp-server.ts";

export interface MailDeps {
  readonly secrets: Pick<Secrets, "put" | "read">;
  /** What the environment says. */
  readonly given: AccessConfig["mail"];
  /** Where mail comes from when nobody says: `khoj@` and our name. */
  readonly usualFrom: string;
  /** The setting `mail` of the instance. */
  readonly kept: { read(): Promise<unknown>; write(sql: Sql, value: unknown): Promise<void> };
}

export type MailWay =
  | { readonly way: "smtp"; readonly server: SmtpServer; readonly from: string }
  | { readonly way: "resend"; readonly key: string; readonly baseUrl: string; readonly from: string };

export type FoundWay = MailWay & { readonly setBy: "environment" | "panel" };

const smtpSecret = "mail/smtp-url";
const resendSecret = "mail/resend-key";
const resendUrl = "https://api.resend.com";

/** How mail goes now: the environment wins, SMTP before Resend; undefined when nothing is set up. */
export async function findMailWay({ given, kept, secrets, usualFrom }: MailDeps): Promise<FoundWay | undefined> {
  const from = given.from ?? usualFrom;
  if (given.smtpUrl !== undefined)
    return { way: "smtp", server: parseSmtpUrl(given.smtpUrl), from, setBy: "environment" };
  if (given.resend !== undefined) return { way: "resend", ...given.resend, from, setBy: "environment" };
  const panel = Kept.parse(await kept.read());
  const panelFrom = given.from ?? panel.from ?? usualFrom;
  const secret = panel.way === null ? undefined : await secrets.read(panel.way === "smtp" ? smtpSecret : resendSecret);
  if (secret === undefined) return undefined;
  return panel.way === "smtp"
    ? { way: "smtp", server: parseSmtpUrl(secret), from: panelFrom, setBy: "panel" }
    : { way: "resend", key: secret, baseUrl: resendUrl, from: panelFrom, setBy: "panel" };
}

export async function changeMail({ given, kept, secrets }: MailDeps, sql: Sql, change: MailChange): Promise<void> {
  if (given.smtpUrl !== undefined || given.resend !== undefined)
    throw conflict(
      "Mail is set by KHOJ_SMTP_URL or RESEND_API_KEY; take the variable away, start again, and set it here",
    );
  const { way, from, smtpUrl, resendKey } = change;
  if (from !== undefined && from !== null && !isSender(from))
    throw badRequest(
      `${JSON.stringify(from.slice(0, 100))} is no sender; give khoj@example.org, or Khoj <khoj@example.org>`,
    );
  if (smtpUrl !== undefined) {
    parseSmtpUrl(smtpUrl);
    await secrets.put(sql, smtpSecret, smtpUrl);
  }
  if (resendKey !== undefined) await secrets.put(sql, resendSecret, resendKey);
  await kept.write(sql, { way, from: from ?? null });
}

const isSender = (text: string): boolean => /^(?:[^<>\r\n,]*<[^<>@\s,]+@[^<>@\s,]+>|[^<>@\s,]+@[^<>@\s,]+)$/.test(text);

const Kept = z
  .object({ way: z.enum(["smtp", "resend"]).nullable(), from: z.string().nullable().optional() })
  .catch({ way: null });
