/** What a credential may be used for (ours.md §5). A route names the one it needs. */
export type Scope = "read" | "write" | "chat" | "automate" | "admin";

export interface SpaceAccess {
  readonly id: string;
  readonly role: "owner" | "editor" | "reader";
}

/** Who is asking, made once per request by the one pipeline and passed to every use case. */
export interface Actor {
  readonly personId: string;
  readonly email: string;
  readonly username: string;
  readonly via: "anonymous";
  readonly scopes: ReadonlySet<Scope>;
  /** Their own space: where uploads go when no space is named. */
  readonly home: string;
  /** Every space they may read, the own one first. */
  readonly spaces: readonly SpaceAccess[];
}
