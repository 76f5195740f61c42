import { lookup } from "node:dns/promises";
import MailComposer from "nodemailer/lib/mail-composer";
import SmtpConnection from "nodemailer/lib/smtp-connection";
import { explainFailure } from "../../platform/egress/explain-failure.ts";
import type { OutgoingMail, StepLog } from "../delivery.ts";
import { isHere, type SmtpServer } from "./smtp-server.ts";

/** Milliseconds a mail server may take for each of its answers. */
const patience = 15_000;

/** Takes a mail to the server step by step; throws at the first that fails, having said in `log` what and why. */
export async function deliverBySmtp(server: SmtpServer, mail: OutgoingMail, log: StepLog): Promise<void> {
  const place = `${server.host}:${server.port}`;
  await lookup(server.host).then(
    ({ address }) => log.done("look-up", `${server.host} is ${address}`),
    (error: unknown) => {
      throw log.fail("look-up", explainFailure(error, server.host).message);
    },
  );
  const connection = new SmtpConnection({
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: server.requireTls,
    tls: { rejectUnauthorized: !isHere(server.host), minVersion: "TLSv1.2" },
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: 2 * patience,
  });
  // Every step has a callback that hears of its own failure; an error after the last one is nobody's.
  connection.on("error", () => undefined);
  try {
    await connect(connection, place, server, log);
    await signIn(connection, server, log);
    await hand(connection, mail, log);
  } finally {
    connection.quit();
    connection.close();
  }
}

/** As nodemailer tells of a failure. */
interface SmtpFailure extends Error {
  readonly code?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

/** One step with the server: over when its callback says so, or when the connection breaks meanwhile. */
function step(connection: SmtpConnection, begin: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => {
      connection.off("error", done);
      connection.off("end", broken);
      if (error) reject(error);
      else resolve();
    };
    const broken = () => done(Object.assign(new Error("the connection was closed"), { code: "ECONNRESET" }));
    connection.on("error", done);
    connection.on("end", broken);
    begin(done);
  });
}

async function connect(connection: SmtpConnection, place: string, server: SmtpServer, log: StepLog): Promise<void> {
  await step(connection, (done) => connection.connect(done)).catch((error: SmtpFailure) => {
    throw explainConnect(error, place, server, log);
  });
  log.done("connect", `${place} answers`);
  if (connection.secure) log.done("encrypt", "the connection is encrypted");
  else log.done("encrypt", "not encrypted, as told: only for a server on this computer or network");
}

function explainConnect(error: SmtpFailure, place: string, server: SmtpServer, log: StepLog): Error {
  if (error.code === "ETLS" || error.command === "STARTTLS")
    return log.fail(
      "encrypt",
      `${place}: it offers no STARTTLS, so nothing was sent; use smtps:// and its port, or add ?starttls=off if the way to it is safe`,
    );
  const { step, message } = explainFailure(error, place);
  if (server.secure && /greeting/i.test(error.message))
    return log.fail("encrypt", `${place}: no greeting came; is it a port for TLS from the start? If not, use smtp://`);
  return log.fail(step, error.responseCode === undefined ? message : `${place}: ${said(error)}`);
}

async function signIn(connection: SmtpConnection, { auth, host }: SmtpServer, log: StepLog): Promise<void> {
  if (auth === undefined) return log.done("sign-in", "no user is set, so none signs in");
  const credentials = { user: auth.user, pass: auth.pass };
  await step(connection, (done) => connection.login({ credentials }, done)).catch((error: SmtpFailure) => {
    throw explainSignIn(error, host, log);
  });
  return log.done("sign-in", `signed in as ${auth.user}`);
}

const explainSignIn = (error: SmtpFailure, host: string, log: StepLog): Error =>
  log.fail(
    "sign-in",
    error.responseCode === undefined
      ? `${host} takes no user and password; take them out of the address, or use another port`
      : `${host} did not take the user and password: ${said(error)}. Check both; many providers want a password made for programs`,
  );

async function hand(connection: SmtpConnection, mail: OutgoingMail, log: StepLog): Promise<void> {
  const { from, to, subject, text, html } = mail;
  const message = new MailComposer({
    from,
    to: { name: "", address: to },
    subject,
    text,
    html,
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const envelope = { from: message.getEnvelope().from || from, to: [to] };
  const content = await message.build();
  await step(connection, (done) => connection.send({ ...envelope, size: content.length }, content, done)).catch(
    (error: SmtpFailure) => {
      throw explainRefusal(error, mail, log);
    },
  );
  log.done("sender", `${from} may send`);
  log.done("recipient", `mail for ${to} is taken`);
  log.done("message", "the server has the mail; look into the inbox, and into spam");
}

function explainRefusal(error: SmtpFailure, { from, to }: OutgoingMail, log: StepLog): Error {
  const command = error.command ?? "";
  if (command.startsWith("MAIL"))
    return log.fail(
      "sender",
      `${from} may not send there: ${said(error)}. Set KHOJ_MAIL_FROM to an address this server sends for`,
    );
  if (command.startsWith("RCPT"))
    return log.fail(
      "recipient",
      `mail for ${to} is refused: ${said(error)}. Check the address; some servers send to own addresses only`,
    );
  return log.fail("message", `the server refused the mail: ${said(error)}`);
}

/** The server's own words, in one line and without what could fool a reader. */
const said = (error: SmtpFailure): string =>
  JSON.stringify((error.response ?? error.message).replace(/\s+/g, " ").slice(0, 300));
