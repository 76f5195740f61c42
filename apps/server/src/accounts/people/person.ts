/** `unverified`: asked to come in, no rights; `invited`: may come in by their link; `suspended`: was sent out. */
export type PersonState = "unverified" | "invited" | "active" | "suspended";
export type Role = "user" | "admin";

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly role: Role;
  readonly state: PersonState;
  readonly email_verified_at: Date | null;
  readonly recovery_saved_at: Date | null;
  readonly created_at: Date;
  readonly last_seen_at: Date | null;
}

/** Upstream's clients know this address as "nobody signed in" (wire.md §2.1); the username names the person of anonymous mode. */
export const anonymousPerson = { username: "default", email: "default@example.com" } as const;
