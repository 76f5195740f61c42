import { khoj } from "../khoj.ts";
import { queryClient } from "../query-client.ts";

/** Ends this device's session and leaves nothing of it in the window. */
export async function signOut(): Promise<void> {
  await khoj.signIn.signOut();
  queryClient.clear();
  window.location.replace("/login?reason=signed-out");
}
