import { z } from "zod";
import { readSetting } from "../../accounts/index.ts";
import type { SignInDeps } from "../signin-deps.ts";

/** Who may make an account by themselves: nobody, those invited, those of certain mail domains, everybody. */
export interface SignUp {
  readonly mode: "closed" | "invite" | "domains" | "open";
  readonly domains: readonly string[];
}

/** As the environment says, else as an administrator set it (`sign_up`, `sign_up_domains`). */
export async function readSignUp({ database, access }: Pick<SignInDeps, "database" | "access">): Promise<SignUp> {
  const [mode, domains] = await database.transaction(async (sql) => [
    await readSetting(sql, "sign_up"),
    await readSetting(sql, "sign_up_domains"),
  ]);
  return {
    mode: access.signUp ?? Mode.parse(mode),
    domains: access.signUpDomains ?? Domains.parse(domains),
  };
}

const Mode = z.enum(["closed", "invite", "domains", "open"]).catch("closed");
const Domains = z.array(z.string().toLowerCase()).catch([]);
