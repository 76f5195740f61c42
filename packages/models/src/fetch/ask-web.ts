export interface WebAnswer {
  readonly status: number;
  readonly headers: Pick<Headers, "get">;
  /** Where the answer came from in the end, redirects followed. */
  readonly address: URL;
  /** As it comes; fails when it is cut, or when nothing comes for long. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Reads no more. */
  drop(): void;
}

export interface WebRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks an address by GET. Redirects are followed, and no header that names somebody goes to another place. Rejects with
 * a KhojError in words that name the place. Whoever runs this package gives it: it opens no connection of its own.
 */
export type AskWeb = (address: URL, request?: WebRequest) => Promise<WebAnswer>;
