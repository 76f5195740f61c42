const key = "khoj-next";
const holds = 15 * 60_000;

/** A link from the mail opens in a tab of its own: where the person wanted to go waits in the browser meanwhile. */
export function rememberNext(next: string | undefined): void {
  try {
    if (next === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ next, until: Date.now() + holds }));
  } catch {
    // A browser that keeps nothing begins at Find.
  }
}

/** Once only; the server decides whether it may be gone to. */
export function recallNext(): { readonly next?: string } {
  try {
    const { next, until } = JSON.parse(localStorage.getItem(key) ?? "{}") as { next?: unknown; until?: unknown };
    localStorage.removeItem(key);
    return typeof next === "string" && Number(until) > Date.now() ? { next } : {};
  } catch {
    return {};
  }
}
