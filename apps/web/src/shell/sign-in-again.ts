import { queryClient } from "../query-client.ts";
import { whenRefused } from "../refusals.ts";

let leaving = false;
let wasSignedIn = false;

/** Once something was answered to a person, a refusal means that their session ended, and says so. */
queryClient.getQueryCache().subscribe(({ type, query }) => {
  if (type === "updated" && query.queryKey[0] === "profile" && query.state.data != null) wasSignedIn = true;
});

/**
 * Whoever is not signed in is led to the sign-in page and, after it, back to where they were. The refused request is
 * never answered: the page it was for is being left, and must not flash a failure before.
 */
whenRefused("sign-in", async () => {
  const { pathname, search } = window.location;
  // A shared chat is open to everybody.
  if (pathname === "/login" || /^\/(auth|share)\//.test(pathname)) return false;
  if (!leaving) {
    leaving = true;
    const next = new URLSearchParams({ next: pathname + search, ...(wasSignedIn ? { reason: "session-ended" } : {}) });
    window.location.replace(`/login?${next}`);
  }
  return new Promise<boolean>(() => {});
});

/** To the sign-in page by one's own doing: what is refused from now on leads nowhere else. */
export function leaveSignedOut(reason: "account-deleted" | "signed-out"): void {
  leaving = true;
  window.location.replace(`/login?reason=${reason}`);
}

// A page brought back from the browser's store may have to leave once more.
window.addEventListener("pageshow", () => {
  leaving = false;
});
