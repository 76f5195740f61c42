import type { StatusPart } from "@khoj/contract";
import { readMethods } from "./method-settings.ts";
import type { SignInDeps } from "./signin-deps.ts";
import { readSignUp } from "./signup/read-sign-up.ts";

/** How people come in, for `khoj status` and the start's message; what keeps links from being mailed is said with its cure. */
export async function readSignInStatus(deps: SignInDeps): Promise<Omit<StatusPart, "name">> {
  const methods = [...(await readMethods(deps))];
  const way = await deps.mailer.way();
  const { mode } = await readSignUp(deps);
  const mail = way === undefined ? "no mail" : `mail by ${way === "smtp" ? "SMTP" : "Resend"}`;
  const hasNoName = way !== undefined && methods.includes("link") && deps.linkOrigin() === undefined;
  return {
    facts: { summary: `by ${methods.join(", ")}; ${mail}; sign-up ${mode}` },
    warnings: hasNoName
      ? [
          "no sign-in link is mailed: others reach this server and nobody said by which name. Start it with KHOJ_DOMAIN=that.name",
        ]
      : [],
  };
}
