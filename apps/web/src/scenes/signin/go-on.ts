import { queryClient } from "../../query-client.ts";

/** After sign-in everything is loaded anew, as another person may have sat here before. Only places of this server. */
export function goOn(next: string): void {
  queryClient.clear();
  window.location.replace(isHere(next) ? next : "/");
}

function isHere(next: string): boolean {
  return (
    URL.canParse(next, window.location.origin) &&
    new URL(next, window.location.origin).origin === window.location.origin
  );
}
