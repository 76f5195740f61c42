import type { AccessConfig, ConfigProblem } from "../config.ts";
import { checkPassword } from "../signin/index.ts";

/** What is wrong with `KHOJ_ADMIN_PASSWORD`: it is refused whether or not it is still of use, since it is no default to keep. */
export async function checkAdminPassword(admin: AccessConfig["admin"]): Promise<readonly ConfigProblem[]> {
  if (admin?.password === undefined) return [];
  const problem = await checkPassword(admin.password, { email: admin.email, role: "admin" });
  if (problem === undefined) return [];
  const cure = "give another, or leave it out and use the set-up link of the first start";
  return [{ setting: "KHOJ_ADMIN_PASSWORD", wrong: `${problem}; ${cure}` }];
}
