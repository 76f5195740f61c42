import type { AccessConfig } from "../../config.ts";
import { openBrowser } from "../../testing/browser.ts";
import {
  startTestServer,
  type TestServer,
  type TestServerOptions,
  testAccess,
} from "../../testing/start-test-server.ts";

export interface SignInServerOptions extends Omit<TestServerOptions, "config"> {
  readonly access?: Partial<AccessConfig>;
  readonly config?: Omit<NonNullable<TestServerOptions["config"]>, "access">;
  /** The port of a mail server of this test. */
  readonly mailPort?: number | undefined;
}

/** A server with sign-in whose environment says `access`. */
export function startSignInServer({
  access,
  config,
  mailPort,
  ...rest
}: SignInServerOptions = {}): Promise<TestServer> {
  const mail =
    mailPort === undefined ? testAccess.mail : { ...testAccess.mail, smtpUrl: `smtp://127.0.0.1:${mailPort}` };
  return startTestServer({
    ...rest,
    config: { anonymous: false, ...config, access: { ...testAccess, mail, ...access } },
  });
}

/** What a browser sends with a request of our own page. */
export const ownPage = { "sec-fetch-site": "same-origin" } as const;

/** A browser of nobody yet. */
export const newBrowser = (server: TestServer) => openBrowser(server);

export const tokenOf = (link: string): string => new URL(link).searchParams.get("token") ?? "";

/**
 * Limits count by network, and all of a test comes from one. They count in windows of whole minutes and hours: a test that
 * fills one must not begin at its very end.
 */
export const forgetLimits = async (server: TestServer): Promise<void> => {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 8000) await new Promise((resolve) => setTimeout(resolve, left + 100));
  await server.database.database.statement("DELETE FROM rate_limits");
};
