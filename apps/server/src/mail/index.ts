/** Mail to people: by SMTP or Resend, or not at all. */
export type { MailDeps } from "./mail-settings.ts";
export type { Mail, Mailer, MailRoom } from "./mailer.ts";
export { openMail } from "./open-mail.ts";
