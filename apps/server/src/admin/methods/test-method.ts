import type { SignInMethod, TestReport } from "@khoj/contract";
import { makeToken } from "../../platform/secrets/token.ts";
import {
  findPasskeyPlace,
  hashPassword,
  isPassword,
  readMethods,
  type SignInDeps,
  testProvider,
} from "../../signin/index.ts";

type Step = TestReport["steps"][number];

/** Tries a way in as far as that goes without a person, and says of each step how it went. */
export async function testMethod(deps: SignInDeps, method: SignInMethod, origin: string): Promise<TestReport> {
  const on = (await readMethods(deps)).has(method);
  const first = {
    step: "Switched on",
    ok: on,
    message: on ? "The sign-in page offers it" : "The sign-in page does not offer it",
  };
  if (method === "google" || method === "oidc") return testProvider(deps, method);
  return reportOf([first, await testStep(deps, method, origin)]);
}

async function testStep(deps: SignInDeps, method: "link" | "password" | "passkey", origin: string): Promise<Step> {
  if (method === "passkey") {
    const { place, problem } = findPasskeyPlace(deps.publicOrigin, origin);
    return { step: "Name", ok: problem === null, message: problem ?? `Passkeys belong to ${place?.rpId}` };
  }
  if (method === "password") {
    const typed = makeToken().token;
    const kept = await hashPassword(typed);
    const ok = (await isPassword(kept, typed)) && !(await isPassword(kept, `${typed}.`));
    return {
      step: "Check",
      ok,
      message: ok
        ? "A password is kept as Argon2id, and only the right one opens"
        : "Passwords cannot be checked on this machine",
    };
  }
  const way = await deps.mailer.way();
  const address = deps.linkOrigin();
  if (way === undefined)
    return { step: "Mail", ok: false, message: "No mail is set up; links are handed over by an administrator" };
  if (address === undefined)
    return { step: "Name", ok: false, message: "Nobody told the server its name: start it with KHOJ_DOMAIN" };
  return {
    step: "Mail",
    ok: true,
    message: `Links begin with ${address} and go by ${way}; the test under Mail sends one`,
  };
}

const reportOf = (steps: Step[]): TestReport => ({ ok: steps.every(({ ok }) => ok), steps });
