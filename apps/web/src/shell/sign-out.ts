import { khoj } from "../khoj.ts";
import { queryClient } from "../query-client.ts";
import { leaveSignedOut } from "./sign-in-again.ts";

/** Ends this device's session and leaves nothing of it in the window. */
export async function signOut(): Promise<void> {
  await khoj.signIn.signOut();
  queryClient.clear();
  leaveSignedOut("signed-out");
}
