/** What a credential may be used for (ours.md §5). A route names the one it needs. */
export type Scope = "read" | "write" | "chat" | "automate" | "admin";

export const scopes: readonly Scope[] = ["read", "write", "chat", "automate", "admin"];

/** `account` is what only somebody who signed in may do, never a key: look after their own account. */
export type Right = Scope | "account";

export interface SpaceAccess {
  readonly id: string;
  readonly role: "owner" | "editor" | "reader";
}

/** Who is asking, made once per request by the one pipeline and passed to every use case. */
export interface Actor {
  readonly personId: string;
  readonly email: string;
  readonly username: string;
  readonly via: "anonymous" | "session" | "key" | "client";
  /** The session, key or client application it came by; undefined in anonymous mode. */
  readonly credentialId: string | undefined;
  readonly role: "user" | "admin";
  readonly rights: ReadonlySet<Right>;
  /** An administrator whose session does not open the panel: what is missing, in a sentence. */
  readonly adminNeeds?: string | undefined;
  /** Whether a factor was given within the last minutes (ours.md §5), as dangerous acts ask. */
  readonly elevated: boolean;
  /** Their own space: where uploads go when no space is named. */
  readonly home: string;
  /** Every space they may read, the own one first. */
  readonly spaces: readonly SpaceAccess[];
}

/** Where a request came from, as far as that can be trusted: for events, limits and lists of devices. */
export interface From {
  /** The client's address: the connection's, or the one a trusted proxy names. */
  readonly address: string;
  /** The program, as it calls itself; at most 300 characters. */
  readonly agent: string | undefined;
  readonly requestId: string;
}

/** Who asks for something and from where: what a use case needs to record its event. */
export interface WhoAsks {
  readonly actor: Actor;
  readonly from: From;
}
