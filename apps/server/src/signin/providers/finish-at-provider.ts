import type { z } from "zod";
import { readCookie, schemeOf } from "../../accounts/index.ts";
import { Reply, type RouteRequest } from "../../platform/http/route.ts";
import { type Flow, takeFlow } from "../flows/flows.ts";
import { keepRefusal } from "../keep-refusal.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { arrive } from "./arrive.ts";
import { exchangeCode } from "./exchange-code.ts";
import { linkArrival } from "./link-identity.ts";
import type { Provider } from "./provider-connection.ts";
import { providerFlow } from "./provider-flow.ts";
import { asRefusal, ProviderRefusal } from "./provider-refusal.ts";

type Request = RouteRequest<unknown, Readonly<Record<string, string>>, unknown>;

/** Somebody came back from a provider: with a code, or with its refusal. Only what this browser began counts, and once. */
export async function finishAtProvider(deps: SignInDeps, request: Request, provider: Provider): Promise<Reply> {
  const token = readCookie(request.headers.cookie, "flow", deps.accounts.instance, schemeOf(request));
  const flow = await deps.database.transaction((sql) => takeFlow(sql, providerFlow, token));
  return refusingAtLogin(deps, request, provider, flow?.state.purpose, () => finish(deps, request, provider, flow));
}

async function finish(
  deps: SignInDeps,
  request: Request,
  provider: Provider,
  flow: Flow<z.output<typeof providerFlow.state>> | undefined,
): Promise<Reply> {
  if (flow === undefined || flow.state.provider !== provider)
    throw new ProviderRefusal("provider-expired", "not begun in this browser, or not just now");
  const exchanged = await exchangeCode(deps, flow.state, request.query);
  if (flow.state.purpose === "link") return linkArrival(deps, request, exchanged.claims, flow.personId);
  return arrive(deps, request, { ...exchanged, provider, next: flow.state.next });
}

/** Every way a provider's sign-in can fail ends at a page with a sentence, an event, and no session. */
export async function refusingAtLogin(
  deps: SignInDeps,
  { from }: Pick<Request, "from">,
  provider: Provider,
  purpose: "sign-in" | "link" | undefined,
  work: () => Promise<Reply>,
): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    const refused = asRefusal(error);
    if (refused === undefined) throw error;
    const { refusal, why, account } = refused;
    const facts = { why, refusal };
    await keepRefusal(deps, { kind: `sign-in.${provider}`, via: provider, account, from, facts });
    const reason = new URLSearchParams({ reason: refusal });
    const location = purpose === "link" ? `/settings?part=sign-in&${reason}` : `/login?${reason}`;
    return new Reply(303, "", { location, "cache-control": "no-store" });
  }
}
