/** Mail to people: by SMTP or Resend, or not at all. */
export type { Mail, Mailer } from "./mailer.ts";
export { openMail } from "./open-mail.ts";
