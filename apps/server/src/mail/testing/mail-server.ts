import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly encrypted: boolean;
  readonly user: string | undefined;
  /** The whole message, quoted-printable undone. */
  readonly text: string;
  /** The address in it that signs in, and the six digits. */
  readonly link: string;
  readonly code: string;
}

export interface MailServer {
  readonly port: number;
  readonly mails: ReceivedMail[];
  /** The next mail that comes for `to`, or one that came and nobody took. */
  mailTo(to: string): Promise<ReceivedMail>;
  stop(): Promise<void>;
}

/** A real SMTP server on a port of this test's own; `options` make it refuse what the test wants refused. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const waiting: (() => void)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    onData: (stream, session, callback) => {
      const pieces: Buffer[] = [];
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          encrypted: session.secure,
          user: session.user,
          ...read(Buffer.concat(pieces).toString("utf8")),
        });
        callback();
        for (const wake of waiting.splice(0)) wake();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    mailTo: async (to) => {
      for (;;) {
        const at = mails.findIndex((mail) => mail.to.includes(to));
        const [mail] = at === -1 ? [] : mails.splice(at, 1);
        if (mail) return mail;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

function read(message: string): Pick<ReceivedMail, "text" | "link" | "code"> {
  const text = message
    .replace(/=\r?\n/g, "")
    .replace(/(?:=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll("=", ""), "hex").toString("utf8"));
  return {
    text,
    link: /https?:\/\/\S+\/auth\/magic\?token=[\w-]+/.exec(text)?.[0] ?? "",
    code: /code where you asked: (\d{6})/.exec(text)?.[1] ?? "",
  };
}
