import { type Browser, openBrowser } from "../../testing/browser.ts";
import { openTestProvider, type TestProvider } from "../../testing/open-test-provider.ts";
import { signInAs } from "../../testing/sign-in-as.ts";
import type { TestServer } from "../../testing/start-test-server.ts";
import { type SignInServerOptions, startSignInServer } from "./sign-in-server.ts";

export type ProviderName = "google" | "oidc";

/** A server that people come into by two real providers: one that plays Google, and one of an organisation. */
export interface ProviderServer {
  readonly server: TestServer;
  readonly google: TestProvider;
  readonly oidc: TestProvider;
  /** An account at a provider; its address is its own unless told. */
  account(name: ProviderName, claims?: Record<string, unknown>): { readonly subject: string; readonly email: string };
  /** Goes to the provider and comes back to the door with what it sent; the callback is not asked for yet. */
  goAndReturn(name: ProviderName, subject: string, browser?: Browser, next?: string): Promise<Returned>;
  signIn(
    name: ProviderName,
    subject: string,
    browser?: Browser,
    next?: string,
  ): Promise<Returned & { readonly answer: Awaited<ReturnType<Browser["get"]>> }>;
  /** A person here who has verified their address by a link, or not. */
  person(
    email: string,
    who?: { readonly verified?: boolean; readonly role?: "user" | "admin" },
  ): Promise<{ readonly personId: string; readonly browser: Browser }>;
  /** Somebody who comes in by this provider already. */
  linked(
    name: ProviderName,
    claims?: Record<string, unknown>,
  ): Promise<{
    readonly subject: string;
    readonly email: string;
    readonly personId: string;
    readonly browser: Browser;
  }>;
  run<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  lastEvent(
    kind: string,
  ): Promise<{ outcome: string; account: string | null; facts: Record<string, unknown> } | undefined>;
  /** Providers behave again. */
  mend(): void;
  stop(): Promise<void>;
}

export interface Returned {
  readonly browser: Browser;
  readonly path: string;
  /** Where the browser was sent to begin with. */
  readonly begun: URL;
}

const loginPath = { google: "/auth/login", oidc: "/auth/oidc/login" };

export async function startProviderServer(access: SignInServerOptions["access"] = {}): Promise<ProviderServer> {
  const google = await openTestProvider();
  const oidc = await openTestProvider({ claimsInToken: false });
  const server = await startSignInServer({
    access: {
      google: { issuer: google.issuer, ...google.client },
      oidc: { issuer: oidc.issuer, ...oidc.client, roles: "groups=khoj-admins,ops" },
      ...access,
    },
  });
  google.register([`${server.url}/auth/redirect`]);
  oidc.register([`${server.url}/auth/oidc/callback`]);
  const of = (name: ProviderName): TestProvider => (name === "google" ? google : oidc);
  const run: ProviderServer["run"] = (sql, values = []) => server.database.database.statement(sql, values);
  let subjects = 0;

  const account: ProviderServer["account"] = (name, claims = {}) => {
    const subject = `subject-${++subjects}`;
    const email = `${subject}@gmail.com`;
    of(name).people.set(subject, { email, email_verified: true, ...claims });
    return { subject, email };
  };
  const goAndReturn: ProviderServer["goAndReturn"] = async (
    name,
    subject,
    browser = openBrowser(server),
    next = "",
  ) => {
    const begun = await browser.get(`${loginPath[name]}${next}`);
    const location = begun.headers.location ?? "";
    const back = await of(name).visit(location, subject);
    if (!back.startsWith(server.url)) throw new Error(`The provider sent to ${back}`);
    return { browser, path: back.slice(server.url.length), begun: new URL(location) };
  };
  const signIn: ProviderServer["signIn"] = async (name, subject, browser, next) => {
    const returned = await goAndReturn(name, subject, browser, next);
    return { ...returned, answer: await returned.browser.get(returned.path) };
  };
  const person: ProviderServer["person"] = async (email, { verified = true, role = "user" } = {}) => {
    const { personId, cookie } = await signInAs(server, { email, role, strong: false });
    if (verified) await run("UPDATE people SET email_verified_at = now() WHERE id = $1", [personId]);
    return { personId, browser: openBrowser(server, { cookies: cookie }) };
  };
  return {
    server,
    google,
    oidc,
    account,
    goAndReturn,
    signIn,
    person,
    run,
    linked: async (name, claims = {}) => {
      const known = account(name, claims);
      const { personId } = await person(known.email);
      const { browser } = await signIn(name, known.subject);
      return { ...known, personId, browser };
    },
    lastEvent: async (kind) => {
      const [event] = await run<{ outcome: string; account: string | null; facts: Record<string, unknown> }>(
        "SELECT outcome, account, facts FROM events WHERE kind = $1 ORDER BY seq DESC LIMIT 1",
        [kind],
      );
      return event;
    },
    mend: () => {
      const straight = {
        claims: undefined,
        foreignKey: false,
        tokenStatus: undefined,
        refuses: undefined,
        down: undefined,
      };
      for (const { bends } of [google, oidc]) Object.assign(bends, straight);
    },
    stop: async () => {
      await server.stop();
      await google.stop();
      await oidc.stop();
    },
  };
}

/** The address of whoever is signed in there. */
export async function whoIs(browser: Browser): Promise<string | undefined> {
  const answer = await browser.get("/api/v1/user");
  return answer.status === 200 ? answer.json().email : undefined;
}
