const key = "khoj-time-zone";

/** The zone in which days are meant and shown: chosen in Settings, else the browser's own. */
export function timeZone(): string {
  return chosenTimeZone() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function chosenTimeZone(): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function chooseTimeZone(zone: string | undefined): void {
  try {
    if (zone === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, zone);
  } catch {
    // A browser that keeps nothing stays with its own zone.
  }
}
