/** What a mailed or handed-over link carries; both are spent by a POST only. */
export interface LinkLocation {
  readonly token?: string | undefined;
  readonly code?: string | undefined;
  readonly email?: string | undefined;
}

export function readLinkLocation({ token, code, email }: Readonly<Record<string, string>>): LinkLocation {
  return { token: token || undefined, code: code || undefined, email: email || undefined };
}
