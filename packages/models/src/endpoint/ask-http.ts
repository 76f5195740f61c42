/** Asks an address and gives the whole answer, as `fetch` does. Rejects with a KhojError that says in words why nothing came. */
export type AskHttp = (
  address: string,
  request?: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly signal?: AbortSignal | undefined;
  },
) => Promise<Response>;
