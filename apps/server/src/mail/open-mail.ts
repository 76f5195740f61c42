import { KhojError } from "@khoj/contract";
import type { Mailer } from "./mailer.ts";

/** Mail by the way that is set up. */
export function openMail(): Mailer {
  return {
    way: async () => undefined,
    send: async () => {
      throw new KhojError("not_configured", "No mail is sent from this server: neither SMTP nor Resend is set up");
    },
  };
}
