/** A key's last signs: enough to tell it from another, of a short one none. */
export const keyHint = (key: string | undefined): string | null =>
  key === undefined ? null : key.length < 12 ? "…" : `…${key.slice(-4)}`;
