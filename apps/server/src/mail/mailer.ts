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
