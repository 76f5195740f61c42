/** The part of `fetch` that providers are asked by. It comes from outside, which decides where may be asked and how long. */
export type ModelFetch = (
  address: string,
  request?: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | ArrayBuffer | Uint8Array | null;
    readonly signal?: AbortSignal;
  },
) => Promise<Response>;

/** Whose protocol is spoken: OpenAI's is that of every compatible server too. */
export type ProviderKind = "openai" | "anthropic" | "google";

/** Somebody who provides models. */
export interface Provider {
  readonly kind: ProviderKind;
  /** As people know it. */
  readonly name: string;
  /** Undefined: the provider's own. A query (`?api-version=…`) is sent along with each request. */
  readonly baseUrl: string | undefined;
  readonly key: string | undefined;
  readonly fetch: ModelFetch;
}

export const usualBaseUrls: Readonly<Record<ProviderKind, string>> = {
  openai: "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com/v1",
  google: "https://generativelanguage.googleapis.com/v1beta",
};

/** Where a provider answers, without its query and without a slash at the end. */
export function addressOf({ kind, baseUrl }: Pick<Provider, "kind" | "baseUrl">): {
  readonly url: string;
  readonly query: Readonly<Record<string, string>>;
} {
  const given = new URL(baseUrl ?? usualBaseUrls[kind]);
  const query = Object.fromEntries(given.searchParams);
  given.search = "";
  given.hash = "";
  return { url: given.href.replace(/\/+$/, ""), query };
}

/** A path of a provider, with its query. */
export function addressFor(provider: Pick<Provider, "kind" | "baseUrl">, path: string): string {
  const { url, query } = addressOf(provider);
  const address = new URL(url + path);
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return address.href;
}

/** The headers by which a provider knows who asks. */
export function keyHeaders({ kind, baseUrl, key }: Pick<Provider, "kind" | "baseUrl" | "key">): Record<string, string> {
  if (kind === "anthropic")
    return { "anthropic-version": "2023-06-01", ...(key !== undefined && { "x-api-key": key }) };
  if (key === undefined) return {};
  if (kind === "google") return { "x-goog-api-key": key };
  return isAzure(baseUrl) ? { "api-key": key } : { authorization: `Bearer ${key}` };
}

export const isAzure = (baseUrl: string | undefined): boolean =>
  baseUrl !== undefined && /\.azure\.com$/.test(new URL(baseUrl).hostname);
