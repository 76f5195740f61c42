import { KhojError, tooMany } from "@khoj/contract";
import {
  anonymousPerson,
  normaliseEmail,
  type Person,
  readCookie,
  schemeOf,
  selectPersonByEmail,
  setCookie,
} from "../../accounts/index.ts";
import { Reply, type RouteRequest } from "../../platform/http/route.ts";
import { invalid } from "../../platform/http/validation.ts";
import { networkOf } from "../../platform/limits/network-of.ts";
import { isToken, makeToken } from "../../platform/secrets/token.ts";
import { requireOwnPage } from "../own-page.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { addPending } from "../signup/add-pending.ts";
import { admits } from "../signup/admits.ts";
import { readSignUp } from "../signup/read-sign-up.ts";
import type { Errands } from "./errands.ts";
import { type Asking, asksOfNetwork, countAsk } from "./limit-asks.ts";
import { linkMail } from "./link-mail.ts";
import { deleteOldLinks } from "./link-store.ts";
import { makeMailedLink } from "./make-sign-in-link.ts";
import { codeHash, makeCode } from "./sign-in-code.ts";

export interface LinkDeps extends SignInDeps {
  readonly errands: Errands;
}

type AskRequest = Pick<
  RouteRequest<unknown, unknown, { readonly email: string }>,
  "body" | "from" | "headers" | "origin"
>;

/**
 * `POST /auth/magic`. The answer is given before anybody looks whether there is such an account, so that it is the same
 * and takes the same work for every address; what comes of it is an errand.
 */
export async function askForLink(deps: LinkDeps, request: AskRequest): Promise<Reply> {
  requireOwnPage(request);
  const { from } = request;
  const email = normaliseEmail(request.body.email);
  if (email === undefined)
    throw invalid([
      {
        type: "value_error",
        loc: ["body", "email"],
        msg: "value is not a valid email address: give one like name@example.org",
        input: request.body.email,
      },
    ]);
  if (!(await deps.limits.take(asksOfNetwork, networkOf(from.address))))
    throw tooMany("Too many sign-in links were asked for from your network; wait an hour", asksOfNetwork.seconds);
  const { instance } = deps.accounts;
  const scheme = schemeOf(request);
  const kept = readCookie(request.headers.cookie, "asked", instance, scheme);
  const asker = kept !== undefined && isToken(kept) ? kept : makeToken().token;
  const mark = readCookie(request.headers.cookie, "device", instance, scheme);
  deps.errands.run(() => serveAsk(deps, { email, asker, from, mark }));
  return new Reply(200, "", { "set-cookie": setCookie("asked", instance, scheme, asker, 3600) });
}

interface Ask extends Asking {
  readonly asker: string;
}

async function serveAsk(deps: LinkDeps, ask: Ask): Promise<void> {
  const { email, from } = ask;
  const tell = (outcome: "done" | "refused" | "failed", facts: Record<string, string>) =>
    deps.events.record({ kind: "link.asked", outcome, via: "nobody", account: email, from, facts });
  try {
    const known = await findKnown(deps, email);
    if (!(await countAsk(deps, ask, known?.id))) return await tell("refused", { why: "too many for this address" });
    await tell("done", { mail: await mailLink(deps, ask, known ?? (await addAsker(deps, ask))) });
  } catch (error) {
    await tell("failed", { why: error instanceof KhojError ? error.message : "unexpected" }).catch(() => undefined);
  }
}

type Asker = Pick<Person, "id" | "state">;

/** Mails a link to whom it may be mailed; says what came of it. */
async function mailLink(deps: LinkDeps, ask: Ask, person: Asker | undefined): Promise<string> {
  const { database, mailer } = deps;
  if (person === undefined) return "none: nobody was added";
  const admitting = person.state === "invited" || admits(await readSignUp(deps), ask.email);
  if (person.state === "suspended") return "none: suspended";
  if (person.state !== "active" && !admitting) return "none: waits for an administrator";
  const origin = deps.linkOrigin();
  if (origin === undefined) return "none: KHOJ_DOMAIN is not set";
  if ((await mailer.way()) === undefined) return "none: no mail is set up";
  const code = makeCode();
  const { address } = await database.transaction(async (sql) => {
    await deleteOldLinks(sql.query);
    return makeMailedLink(
      sql,
      { personId: person.id, purpose: "sign-in", admits: admitting, origin },
      { token: ask.asker, codeHash: (id) => codeHash(deps, id, code) },
    );
  });
  await mailer.send(linkMail({ to: ask.email, address, code }));
  return "sent";
}

/** Upstream's address for nobody is nobody's, the person of anonymous mode included. */
const isNobody = (email: string): boolean => email === anonymousPerson.email;

const findKnown = async ({ database }: LinkDeps, email: string): Promise<Asker | undefined> =>
  isNobody(email) ? undefined : database.transaction((sql) => selectPersonByEmail(sql, email));

async function addAsker(deps: LinkDeps, { email, from }: Ask): Promise<Asker | undefined> {
  if (isNobody(email)) return undefined;
  const pending = await addPending(deps, { email, from, via: "login-form" });
  return pending.status === "waiting" ? { id: pending.personId, state: "unverified" } : undefined;
}
