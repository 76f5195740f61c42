import type { AdminUser, UserActionOutcomes } from "@khoj/contract";
import { saveFile } from "../../ui/save-file.ts";
import { admin } from "../admin.ts";

/** An archive for each, one after the other; what fails for one is said of that one. */
export async function exportUsers(users: readonly AdminUser[]): Promise<UserActionOutcomes["outcomes"]> {
  const outcomes: UserActionOutcomes["outcomes"] = [];
  for (const { id, email } of users) {
    const outcome = { user: id, email, link: null };
    try {
      saveFile(`khoj-export-${email}.zip`, await admin.exportUser(id));
      outcomes.push({ ...outcome, done: true, message: `The archive of ${email} is among your downloads.` });
    } catch (error) {
      outcomes.push({ ...outcome, done: false, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return outcomes;
}
