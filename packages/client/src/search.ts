import type { SearchExplanation, SearchType, SearchWay } from "@khoj/contract";
import type { Hit, SearchAnswer } from "./answers.ts";
import { ask, type Connection, send } from "./connection.ts";

export interface SearchOptions {
  readonly query: string;
  readonly limit?: number;
  readonly type?: SearchType;
  /** One space to stay within; all one may read when absent. */
  readonly space?: string | undefined;
  /** The last word may be unfinished: the person is still typing. */
  readonly typing?: boolean;
  /** By words and meaning together unless told. */
  readonly how?: SearchWay | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface SearchClient {
  find(options: SearchOptions): Promise<SearchAnswer>;
  explain(options: SearchOptions): Promise<SearchExplanation>;
}

export function searchClient(connection: Connection): SearchClient {
  const query = ({ query, limit, type, typing, space, how }: SearchOptions) => ({
    q: query,
    n: limit,
    t: type,
    space,
    how,
    prefix: typing === true ? true : undefined,
    timezone: connection.timeZone,
    client: connection.client,
  });
  return {
    async find(options) {
      const response = await send(connection, "/api/search", { query: query(options), signal: options.signal });
      return {
        hits: (await response.json()) as readonly Hit[],
        degraded: response.headers.get("x-khoj-search") ?? undefined,
      };
    },
    explain: (options) => ask(connection, "/api/search/explain", { query: query(options), signal: options.signal }),
  };
}
