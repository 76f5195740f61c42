import { type AddressInfo, createServer, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import type { Sql } from "@khoj/db";
import type { SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { openMail } from "./index.ts";
import type { MailDeps } from "./mail-settings.ts";
import type { MailRoom } from "./mailer.ts";
import { type MailServer, startMailServer } from "./testing/mail-server.ts";
import { answerJson, type ResendDouble, startResendDouble } from "./testing/resend-double.ts";

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
const started = async <Started extends { stop(): Promise<unknown> }>(starting: Promise<Started>): Promise<Started> => {
  const server = await starting;
  stops.push(() => server.stop());
  return server;
};
const mailServer = (options: SMTPServerOptions = {}): Promise<MailServer> => started(startMailServer(options));

const nothing: MailDeps["given"] = { smtpUrl: undefined, resend: undefined, from: undefined };
/** The room as the environment sets it up, with an administrator's settings in memory of this test. */
function mailOf(given: Partial<MailDeps["given"]>): MailRoom & { readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  const room = openMail({
    given: { ...nothing, ...given },
    usualFrom: "Khoj <khoj@notes.example>",
    secrets: {
      read: async (name) => kept.get(name) as string | undefined,
      put: async (_sql, name, text) => void kept.set(name, text),
    },
    kept: { read: async () => kept.get("mail"), write: async (_sql, value) => void kept.set("mail", value) },
  });
  return Object.assign(room, { kept });
}
const bySmtp = (port: number, more = "", user = ""): MailRoom =>
  mailOf({ smtpUrl: `smtp://${user}127.0.0.1:${port}${more}` });
const letter = { to: "anna@example.org", subject: "Hello", text: "A <b>bold</b> word.\n\nSecond part." };
/** The step that failed, and what was said of it. */
const failure = async (room: MailRoom) => {
  const { ok, steps } = await room.test("anna@example.org");
  expect(ok).toBe(false);
  expect(steps.slice(0, -1).every((step) => step.ok)).toBe(true);
  return steps.at(-1);
};
/** An address of this computer that is not its loopback: what is sent there is sent elsewhere, for all we can tell. */
const ownAddress = (): string | undefined =>
  Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === "IPv4" && !one.internal)?.address;
const refuse = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code });

describe("mail by SMTP", () => {
  it("arrives, encrypted where the server can, as text and as HTML that shows and fetches nothing", async () => {
    const server = await mailServer();
    await bySmtp(server.port).send({ ...letter, link: 'https://notes.example/auth/magic?token=x&y="z' });
    const { from, to, encrypted, text } = await server.mailTo("anna@example.org");
    expect([from, to, encrypted]).toEqual(["khoj@notes.example", ["anna@example.org"], true]);
    expect(text).toContain("A &lt;b&gt;bold&lt;/b&gt; word.");
    expect(text).toContain("token=x&amp;y=&quot;z");
    expect(text).not.toMatch(/<img|<script|<link|url\(|@import/i);
  });

  it("arrives at a server in the clear on this computer", async () => {
    const server = await mailServer({ disabledCommands: ["STARTTLS"] });
    await bySmtp(server.port).send(letter);
    expect((await server.mailTo("anna@example.org")).encrypted).toBe(false);
  });

  it("arrives over TLS from the start", async () => {
    const server = await mailServer({ secure: true });
    await mailOf({ smtpUrl: `smtps://localhost:${server.port}` }).send(letter);
    expect((await server.mailTo("anna@example.org")).encrypted).toBe(true);
  });

  it("arrives for a user who signs in", async () => {
    const server = await mailServer({
      authOptional: false,
      onAuth: ({ username, password }, _session, callback) =>
        username === "khoj@x" && password === "pass:word/?"
          ? callback(null, { user: username })
          : callback(refuse(535, "no")),
    });
    await bySmtp(server.port, "", "khoj%40x:pass%3Aword%2F%3F@").send(letter);
    expect((await server.mailTo("anna@example.org")).user).toBe("khoj@x");
  });

  it("tells each step of a test mail that arrives", async () => {
    const server = await mailServer();
    const { ok, steps } = await bySmtp(server.port).test("anna@example.org");
    expect(ok).toBe(true);
    expect(steps.map(({ step }) => step)).toEqual([
      "settings",
      "look-up",
      "connect",
      "encrypt",
      "sign-in",
      "sender",
      "recipient",
      "message",
    ]);
  });
});

describe("a test mail that fails says where and what to do:", () => {
  it("nothing is set up", async () => {
    expect(await failure(mailOf({}))).toMatchObject({
      step: "settings",
      message: expect.stringContaining("KHOJ_SMTP_URL"),
    });
  });

  it("there is no such name", async () => {
    const step = await failure(mailOf({ smtpUrl: "smtp://no-such-host.invalid:587" }));
    expect(step).toMatchObject({ step: "look-up", message: expect.stringContaining("no-such-host.invalid") });
  });

  it("nothing listens at the port", async () => {
    const gone = await startMailServer();
    await gone.stop();
    expect(await failure(bySmtp(gone.port))).toMatchObject({
      step: "connect",
      message: expect.stringContaining("nothing listens there"),
    });
  });

  it("what listens speaks no SMTP and hangs up", async () => {
    const server = createServer((socket: Socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    stops.push(() => new Promise((resolve) => server.close(resolve)));
    expect(await failure(bySmtp((server.address() as AddressInfo).port))).toMatchObject({ step: "connect" });
  });

  it("it is TLS from the start where the server begins in the clear", async () => {
    const server = await mailServer();
    const step = await failure(mailOf({ smtpUrl: `smtps://127.0.0.1:${server.port}` }));
    expect(step).toMatchObject({ step: "encrypt", message: expect.stringContaining("465 is TLS from the start") });
  });

  it("the user or the password is wrong, without showing the password", async () => {
    const server = await mailServer({
      authOptional: false,
      onAuth: (_auth, _session, callback) => callback(refuse(535, "5.7.8 bad credentials")),
    });
    const report = await bySmtp(server.port, "", "khoj:hunter2@").test("anna@example.org");
    expect(report.steps.at(-1)).toMatchObject({
      step: "sign-in",
      ok: false,
      message: expect.stringContaining("bad credentials"),
    });
    expect(JSON.stringify(report)).not.toContain("hunter2");
  });

  it("the server takes nobody who has not signed in", async () => {
    const server = await mailServer({ authOptional: false });
    expect(await failure(bySmtp(server.port))).toMatchObject({ step: "sender" });
  });

  it("the sender is refused", async () => {
    const server = await mailServer({
      onMailFrom: (_from, _session, callback) => callback(refuse(553, "not your address")),
    });
    expect(await failure(bySmtp(server.port))).toMatchObject({
      step: "sender",
      message: expect.stringContaining("KHOJ_MAIL_FROM"),
    });
  });

  it("the recipient is refused", async () => {
    const server = await mailServer({
      onRcptTo: (_to, _session, callback) => callback(refuse(550, "no such user here")),
    });
    expect(await failure(bySmtp(server.port))).toMatchObject({
      step: "recipient",
      message: expect.stringContaining("no such user here"),
    });
  });

  it("the mail itself is refused", async () => {
    const server = await mailServer({
      onData: (stream, _session, callback) => {
        stream.resume();
        stream.on("end", () => callback(refuse(554, "looks like spam")));
      },
    });
    expect(await failure(bySmtp(server.port))).toMatchObject({
      step: "message",
      message: expect.stringContaining("looks like spam"),
    });
  });

  const away = ownAddress();
  const noNetwork = away === undefined ? " (not run: this computer has no address but its loopback)" : "";
  it.skipIf(away === undefined)(
    `no STARTTLS is offered by a server that is elsewhere: nothing is said in the clear, the password least of all${noNetwork}`,
    async () => {
      const heard: string[] = [];
      const server = createServer((socket: Socket) => {
        socket.write("220 mail.example ESMTP\r\n");
        socket.on("error", () => undefined);
        socket.on("data", (piece) => {
          heard.push(piece.toString());
          socket.write(/^EHLO/.test(piece.toString()) ? "250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n" : "502 no\r\n");
        });
      });
      await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
      stops.push(() => new Promise((resolve) => server.close(resolve)));
      const { port } = server.address() as AddressInfo;
      const step = await failure(mailOf({ smtpUrl: `smtp://khoj:hunter2@${away}:${port}` }));
      expect(step).toMatchObject({ step: "encrypt", message: expect.stringContaining("STARTTLS") });
      expect(heard.join("")).not.toMatch(/AUTH|hunter2|MAIL FROM/i);
    },
  );
});

describe("mail by Resend", () => {
  const resend = (double: ResendDouble) =>
    mailOf({ resend: { key: "re_secret", baseUrl: double.url }, from: "Khoj <khoj@notes.example>" });

  it("is handed over with the key, in the words of its API", async () => {
    const double = await started(startResendDouble());
    await resend(double).send({ ...letter, link: "https://notes.example/x" });
    expect(double.asked).toEqual([
      {
        path: "POST /emails",
        key: "Bearer re_secret",
        body: {
          from: "Khoj <khoj@notes.example>",
          to: ["anna@example.org"],
          subject: "Hello",
          text: expect.stringContaining("https://notes.example/x"),
          html: expect.stringContaining("&lt;b&gt;"),
        },
      },
    ]);
  });

  it.each([
    [401, { name: "missing_api_key", message: "API key is invalid" }, "sign-in", "RESEND_API_KEY"],
    [403, { name: "validation_error", message: "The notes.example domain is not verified" }, "sender", "RESEND_EMAIL"],
    [422, { name: "validation_error", message: "Invalid `to` field" }, "recipient", "Invalid `to` field"],
    [429, { name: "rate_limit_exceeded", message: "Too many requests" }, "message", "no more mails"],
    [500, "<html>broken</html>", "message", "try again later"],
    [302, "elsewhere", "connect", "sends elsewhere"],
  ])("that answers %i says where it failed", async (status, body, step, words) => {
    const double = await started(startResendDouble());
    double.answer = (response) => {
      if (status === 302) response.writeHead(302, { location: "http://169.254.169.254/" }).end();
      else answerJson(response, status, body);
    };
    const failed = await failure(resend(double));
    expect(failed).toMatchObject({ step, message: expect.stringContaining(words) });
    expect(JSON.stringify(failed)).not.toContain("re_secret");
  });

  it("that answers without an end is cut off", async () => {
    const double = await started(startResendDouble());
    double.answer = (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const more = () => response.write("x".repeat(100_000), () => !response.destroyed && setImmediate(more));
      response.on("error", () => undefined);
      more();
    };
    expect(await failure(resend(double))).toMatchObject({ message: expect.stringContaining("was cut off") });
  });
});

describe("mail set by an administrator", () => {
  const sql = {} as Sql;

  it("goes the way they set, and shows no secret", async () => {
    const server = await mailServer();
    const room = mailOf({});
    expect(await room.way()).toBeUndefined();
    await room.change(sql, {
      way: "smtp",
      from: "Notes <notes@example.org>",
      smtpUrl: `smtp://127.0.0.1:${server.port}`,
    });
    await room.send(letter);
    expect((await server.mailTo("anna@example.org")).from).toBe("notes@example.org");
    await room.change(sql, { way: "smtp", smtpUrl: "smtps://khoj:hunter2@mail.example:465" });
    expect(await room.describe()).toEqual({
      way: "smtp",
      from: "Khoj <khoj@notes.example>",
      server: "smtps://khoj@mail.example:465",
      set_by: "panel",
    });
    expect(JSON.stringify(room.kept.get("mail"))).not.toContain("hunter2");
  });

  it("yields to the environment, and says so", async () => {
    const room = mailOf({ smtpUrl: "smtp://127.0.0.1:2525" });
    await expect(room.change(sql, { way: "resend", resendKey: "re_x" })).rejects.toMatchObject({ code: "conflict" });
    expect(await room.describe()).toMatchObject({ set_by: "environment" });
  });

  it.each(["notes@example.org\r\nBcc: x@evil.example", "no address", "a@b, c@d"])(
    "refuses the sender %j",
    async (from) => {
      await expect(mailOf({}).change(sql, { way: "smtp", from })).rejects.toMatchObject({ code: "bad_request" });
    },
  );

  it.each(["http://mail.hunter2.example", "mail.hunter2.example:587", "smtp://hunter2@"])(
    "refuses %s as a mail server, without repeating it",
    async (smtpUrl) => {
      const refused = await mailOf({})
        .change(sql, { way: "smtp", smtpUrl })
        .catch((error: Error) => error);
      expect(String(refused)).toContain("no address like smtps://");
      expect(String(refused)).not.toContain("hunter2");
    },
  );
});
