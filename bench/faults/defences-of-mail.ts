import type { Defence } from "./list-of-defences.ts";

const server = "apps/server/src";
const signin = `${server}/signin`;
const links = `${signin}/links/links.test.ts`;
const codes = `${signin}/links/codes.test.ts`;
const signUp = `${signin}/signup/sign-up.test.ts`;
const mail = `${server}/mail/mail.test.ts`;
const egress = `${server}/platform/egress/egress.test.ts`;
const rules = `${signin}/password/password-rules.test.ts`;

/** Links that are mailed, who may sign up by them, passwords that are taken, and what goes out. */
export const defencesOfMail: readonly Defence[] = [
  {
    attack: "enumeration by answer or time",
    what: "who asks for a link is answered before anybody looks for the account",
    file: `${signin}/links/ask-for-link.ts`,
    find: "  deps.errands.run(() => serveAsk(deps, { email, asker, from, mark }));",
    instead: "  await serveAsk(deps, { email, asker, from, mark });",
    test: links,
  },
  {
    attack: "host-header poisoning",
    what: "a mailed link begins where the operator said",
    file: `${signin}/links/ask-for-link.ts`,
    find: "  const origin = deps.linkOrigin();",
    instead: '  const origin = "http://evil.example";',
    test: signUp,
  },
  {
    attack: "host-header poisoning",
    what: "no link is mailed by a server that others reach and whose name nobody said",
    file: `${server}/serving/link-origin.ts`,
    find: '"socket" in listen || !listen.hosts.every(isLoopback) || ',
    instead: '"socket" in listen || ',
    test: signUp,
  },
  {
    attack: "login CSRF",
    what: "a link submits itself only in the browser that asked",
    file: `${signin}/links/use-link.ts`,
    find: "sameBytes(hashToken(asked), link.asker_hash)",
    instead: "asked.length > 0",
    test: links,
  },
  {
    attack: "login CSRF",
    what: "a code in an address acts from our own page only",
    file: `${signin}/own-page.ts`,
    find: 'headers["sec-fetch-site"] === "same-origin";',
    instead: "headers !== undefined;",
    test: codes,
  },
  {
    attack: "unverified mail",
    what: "only a link that admits lets in who waits",
    file: `${signin}/links/use-link.ts`,
    find: "  if (link.admits) await admit(",
    instead: "  await admit(",
    test: links,
  },
  {
    attack: "unverified mail",
    what: "a mail domain is compared whole",
    file: `${signin}/signup/admits.ts`,
    find: 'if (!allowed.has(email.slice(email.lastIndexOf("@") + 1))) return false;',
    instead: "if (![...allowed].some((domain) => email.endsWith(domain))) return false;",
    test: signUp,
  },
  {
    attack: "unverified mail",
    what: "a domain of an address is a name and nothing else",
    file: `${server}/accounts/people/normalise-email.ts`,
    find: "if (!/^[\\p{L}\\p{M}\\p{N}.。．｡-]+$/u.test(named)) return undefined;",
    instead: "",
    test: signUp,
  },
  {
    attack: "brute force",
    what: "passwords that leaked are refused",
    file: `${signin}/password/password-rules.ts`,
    find: "if ([password, ...parts].some(isListed))",
    instead: "if (parts.length < 0 && isListed(password))",
    test: rules,
  },
  {
    attack: "secrets in any answer, log or byte of the data directory",
    what: "nothing is said in the clear to a mail server elsewhere",
    file: `${server}/mail/smtp/smtp-server.ts`,
    find: 'requireTls: !secure && !isHere(host) && url.searchParams.get("starttls") !== "off",',
    instead: "requireTls: false,",
    test: mail,
  },
  {
    attack: "requests to other places",
    what: "only places that were named are asked",
    file: `${server}/platform/egress/begin-exchange.ts`,
    find: " || !mayReach(url))",
    instead: ")",
    test: egress,
  },
  {
    attack: "requests to other places",
    what: "no redirect is followed",
    file: `${server}/platform/egress/begin-exchange.ts`,
    find: 'redirect: "manual"',
    instead: 'redirect: "follow"',
    test: egress,
  },
];
