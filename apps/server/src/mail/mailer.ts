import type { MailSettings, TestReport } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import type { z } from "zod";

export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain words; the HTML part is made from it, escaped, by the one template. */
  readonly text: string;
  /** The one address to follow, shown as a button and in full. */
  readonly link?: string;
}

/** The port rooms send mail by. */
export interface Mailer {
  /** By which way mail goes now; undefined when none is set up. May change while running (admin panel). */
  way(): Promise<"smtp" | "resend" | undefined>;
  /** Resolves when the mail server has taken it; rejects with a KhojError that says what failed and what to do. */
  send(mail: Mail): Promise<void>;
}

/** What an administrator sets. A secret that is left out stays as it is. */
export interface MailChange {
  readonly way: "smtp" | "resend" | null;
  readonly from?: string | null | undefined;
  readonly smtpUrl?: string | undefined;
  readonly resendKey?: string | undefined;
}

/** The mail room, for the panel: what is set, changed, and tried out. */
export interface MailRoom extends Mailer {
  describe(): Promise<z.output<typeof MailSettings>>;
  /** With the transaction of `sql`. Refuses what can be seen to be wrong, and what the environment sets already. */
  change(sql: Sql, change: MailChange): Promise<void>;
  /** Sends one mail to `to` and says of each step how it went. */
  test(to: string): Promise<TestReport>;
}
