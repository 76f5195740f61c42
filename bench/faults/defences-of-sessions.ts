import type { Defence } from "./list-of-defences.ts";

const server = "apps/server/src";
const accounts = `${server}/accounts`;
const sessionStore = `${accounts}/sessions/session-store.ts`;
const sessionsTest = `${accounts}/sessions/sessions.test.ts`;
const standingTest = `${accounts}/people/change-standing.test.ts`;
const nodesTest = `${server}/two-nodes.test.ts`;
const firstTest = `${server}/serving/first-administrator.test.ts`;

/** What guards sessions, who may come in, and that what ends has ended everywhere. */
export const defencesOfSessions: readonly Defence[] = [
  {
    attack: "session fixation, replay after sign-out",
    what: "a session of somebody who was sent away is nobody's",
    file: sessionStore,
    find: "person.state = 'active' AND ",
    instead: "",
    test: standingTest,
  },
  {
    attack: "session fixation, replay after sign-out",
    what: "a session ends at its last day",
    file: sessionStore,
    find: "person.state = 'active' AND session.expires_at > now()",
    instead: "person.state = 'active'",
    test: sessionsTest,
  },
  {
    attack: "session fixation, replay after sign-out",
    what: "a session that was idle has ended",
    file: sessionStore,
    find: "\n       AND session.used_at + session.idle_seconds * interval '1 second' > now()`,\n    [tokenHash],",
    instead: "`,\n    [tokenHash],",
    test: sessionsTest,
  },
  {
    attack: "stolen session",
    what: "proof of who one is holds for minutes",
    file: sessionStore,
    find: "coalesce(session.elevated_until > now(), false) AS elevated",
    instead: "session.elevated_until IS NOT NULL AS elevated",
    test: sessionsTest,
  },
  {
    attack: "foreign ids",
    what: "a person signs out sessions of their own only",
    file: sessionStore,
    find: "WHERE id::text = $1 AND person_id = $2",
    instead: "WHERE id::text = $1 AND $2::uuid IS NOT NULL",
    test: `${accounts}/account-routes.test.ts`,
  },
  {
    attack: "session fixation, replay after sign-out",
    what: "a sign-in ends the session the browser had",
    file: `${server}/signin/finish-sign-in.ts`,
    find: "await deleteSession(sql, request.actor.credentialId);",
    instead: "",
    test: sessionsTest,
  },
  {
    attack: "replay of links and codes; races",
    what: "who was looked up while something was announced is looked up again",
    file: `${accounts}/identify/actor-cache.ts`,
    find: "if (announced.some((isMeant) => isMeant(actor))) continue;",
    instead: "",
    test: `${accounts}/identify/actor-cache.test.ts`,
  },
  {
    attack: "session fixation, replay after sign-out",
    what: "a node hears what ended on another one",
    file: `${accounts}/access-changes.ts`,
    find: "if (access !== undefined) apply(access);",
    instead: "",
    test: nodesTest,
  },
  {
    attack: "session fixation, replay after sign-out",
    what: "a stream is cut when its person is sent away",
    file: `${server}/platform/http/hold-answer.ts`,
    find: "if (response.headersSent) response.destroy();",
    instead: "if (response.headersSent) return;",
    test: nodesTest,
  },
  {
    attack: "session fixation, replay after sign-out",
    what: "each frame of a socket is asked who sends it",
    file: `${server}/platform/http/mount-sockets.ts`,
    find: "current = await whoNow();",
    instead: "",
    test: sessionsTest,
  },
  {
    attack: "a server without an administrator",
    what: "the last administrator stays",
    file: `${accounts}/people/change-standing.ts`,
    find: 'if (person.role !== "admin" || person.state !== "active" || (await countAdministrators(sql)) > 1) return;',
    instead: "if (person) return;",
    test: standingTest,
  },
  {
    attack: "stolen session",
    what: "erasing an account needs proof of a moment ago",
    file: `${accounts}/account-routes.ts`,
    find: 'del("/api/self", { allow: "account", elevated: true }',
    instead: 'del("/api/self", { allow: "account" }',
    test: standingTest,
  },
  {
    attack: "remains of what was erased",
    what: "an erased account leaves no passage behind",
    file: `${accounts}/people/erase-store.ts`,
    find: '"DELETE FROM chunks WHERE space_id = ANY($1::uuid[])"',
    instead: '"SELECT $1::uuid[]"',
    test: standingTest,
  },
  {
    attack: "session fixation, replay after sign-out",
    what: "keys of anonymous time end when the server is claimed",
    file: `${accounts}/people/claim-anonymous.ts`,
    find: "await deleteKeysOf(sql, claimed);",
    instead: "",
    test: firstTest,
  },
  {
    attack: "replay of links and codes; races",
    what: "set-up links of earlier starts are dead",
    file: `${server}/serving/first-administrator.ts`,
    find: "await deleteSetUpLinks(sql);",
    instead: "",
    test: firstTest,
  },
  {
    attack: "hostile names",
    what: "an archive unpacks inside its folder",
    file: `${accounts}/export/zip-parts.ts`,
    find: '.map((name) => name.replace(/[. ]+$/, ""))',
    instead: "",
    test: `${accounts}/export/export.test.ts`,
  },
];
