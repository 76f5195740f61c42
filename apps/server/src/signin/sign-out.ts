import { deleteSession, schemeOf, setCookie } from "../accounts/index.ts";
import { get, post, Reply, type Route, type RouteRequest, redirect } from "../platform/http/route.ts";
import { isFromOwnPage, requireOwnPage } from "./own-page.ts";
import type { SignInDeps } from "./signin-deps.ts";

/** Signing out. Upstream's page does it by a GET; a link of another site, or of a note, shows the page that asks. */
export const signOutRoutes = (deps: SignInDeps): Route[] => [
  get("/auth/logout", { allow: "open", page: true }, async (request) =>
    isFromOwnPage(request) ? signOut(deps, request, 307) : undefined,
  ),
  post("/auth/logout", { allow: "open" }, async (request) => {
    requireOwnPage(request);
    const isForm = request.headers.accept?.includes("text/html") ?? false;
    return signOut(deps, request, isForm ? 303 : 200);
  }),
];

type Request = Pick<RouteRequest<unknown, unknown, unknown>, "actor" | "from" | "origin">;

/** The session is dead on every node, whoever holds a copy of its cookie. */
async function signOut(deps: SignInDeps, request: Request, status: 200 | 303 | 307): Promise<Reply> {
  const { accounts, events } = deps;
  const { actor, from } = request;
  if (actor?.via === "session" && actor.credentialId !== undefined) {
    const id = actor.credentialId;
    await accounts.change({ what: "ended", of: "credential", id }, async (sql) => {
      await deleteSession(sql, id);
      await events.record(
        { kind: "session.ended", outcome: "done", actor, target: { kind: "session", id }, from },
        sql,
      );
    });
  }
  const cookies = (["session", "flow"] as const).map((use) => setCookie(use, accounts.instance, schemeOf(request)));
  const headers = { "set-cookie": cookies, "clear-site-data": '"cache"' };
  if (status === 200) return new Reply(200, { status: "signed-out" }, headers);
  const { headers: where } = redirect(status, "/");
  return new Reply(status, "", { ...where, ...headers });
}
