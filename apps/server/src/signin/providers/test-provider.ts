import type { TestReport } from "@khoj/contract";
import { genericGrantRequest, ResponseBodyError, type ServerMetadata } from "openid-client";
import type { OidcClient } from "../../config.ts";
import { readProvider } from "../method-settings.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { configure, discoverProvider, isLoopback, type Provider } from "./provider-connection.ts";
import { readKeys } from "./provider-token.ts";
import { parseRoleRule } from "./role-rule.ts";

type Step = TestReport["steps"][number];

/** Asks a provider everything a sign-in asks, but with nobody: for the button in the panel. */
export async function testProvider(
  deps: Pick<SignInDeps, "access" | "database" | "secrets">,
  provider: Provider,
): Promise<TestReport> {
  const settings = await readProvider(deps, provider);
  if (settings === undefined)
    return report([{ step: "Settings", ok: false, message: "Issuer, client id and client secret must all be set" }]);
  if (!settings.issuer.startsWith("https://") && !isLoopback(settings.issuer))
    return report([{ step: "Settings", ok: false, message: "The issuer must begin with https://" }]);
  const steps: Step[] = [{ step: "Settings", ok: true, message: `The issuer is ${settings.issuer}` }];
  const tryStep = async <Result>(step: string, work: () => Promise<readonly [Result, string]>) => {
    try {
      const [result, message] = await work();
      steps.push({ step, ok: true, message });
      return result;
    } catch (error) {
      steps.push({ step, ok: false, message: explain(error) });
      return undefined;
    }
  };
  const metadata = await tryStep("Discovery", async () => {
    const found = await discoverProvider(settings);
    return [found, `${found.issuer} describes itself`] as const;
  });
  if (metadata === undefined) return report(steps);
  steps.push(proofKeyStep(metadata));
  await tryStep("Keys", async () => {
    const { keys } = await readKeys(settings.issuer, metadata);
    if (keys.length === 0) throw new Error("The provider publishes no keys");
    return [keys, `${keys.length} keys are published`] as const;
  });
  await tryStep("Client", async () => [undefined, await tryClient(settings, metadata)] as const);
  if ("roles" in settings && settings.roles !== undefined) steps.push(roleStep(settings.roles));
  return report(steps);
}

const report = (steps: readonly Step[]): TestReport => ({ ok: steps.every(({ ok }) => ok), steps: [...steps] });

const explain = (error: unknown): string => (error instanceof Error ? error.message : "It failed");

function proofKeyStep({ code_challenge_methods_supported: methods }: ServerMetadata): Step {
  const ok = methods === undefined || methods.includes("S256");
  return {
    step: "PKCE",
    ok,
    message: ok ? "Codes are bound to this server (S256)" : "The provider does not offer S256; it must",
  };
}

/** A code nobody has tells a wrong secret from a right one: only who knows the secret hears that the code is wrong. */
async function tryClient(settings: OidcClient, metadata: ServerMetadata): Promise<string> {
  try {
    const parameters = { code: "none", redirect_uri: "https://localhost/none", code_verifier: "x".repeat(43) };
    await genericGrantRequest(configure(settings, metadata), "authorization_code", parameters);
  } catch (error) {
    if (error instanceof ResponseBodyError && error.error === "invalid_grant") return "Client id and secret are right";
    if (error instanceof ResponseBodyError && error.error === "invalid_client")
      throw new Error("The provider does not know this client id with this secret", { cause: error });
    throw new Error(`The provider answers in a way nobody expected: ${explain(error)}`, { cause: error });
  }
  throw new Error("The provider took a code that nobody has");
}

function roleStep(text: string): Step {
  const rule = parseRoleRule(text);
  if (rule === undefined)
    return { step: "Roles", ok: false, message: "Write it as claim=value,value, such as groups=khoj-admins" };
  return {
    step: "Roles",
    ok: true,
    message: `${rule.claim} makes an administrator when it holds ${rule.values.join(" or ")}`,
  };
}
