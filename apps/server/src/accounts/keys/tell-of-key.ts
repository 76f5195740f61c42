import type { Logger } from "../../platform/log.ts";
import type { Key } from "./key.ts";

/** What the keys ask of mail; where there is none, the page and `khoj status` say it. */
export interface KeyMailer {
  way(): Promise<unknown>;
  send(mail: { readonly to: string; readonly subject: string; readonly text: string }): Promise<void>;
}

/** Tells a key's person. Never rejects: what happened to the key does not hang on a mail server. */
export type TellOfKey = (key: Pick<Key, "id" | "email">, subject: string, text: string) => Promise<void>;

export const tellByMail =
  (mailer: KeyMailer | undefined, log: Logger): TellOfKey =>
  async ({ id, email }, subject, text) => {
    try {
      if ((await mailer?.way()) === undefined) return;
      await mailer?.send({ to: email, subject, text });
    } catch (error) {
      log.warn({ key: id, error }, "the owner of a key could not be told by mail");
    }
  };
