import type { Answer, Ask, Client } from "./client.ts";

export interface Browser extends Client {
  /** Cookies it keeps, by name. */
  readonly cookies: Map<string, string>;
}

/** A client that keeps cookies as a browser does, and names the page it sends from. */
export function openBrowser(
  client: Client,
  { host, cookies = "" }: { readonly host?: string; readonly cookies?: string } = {},
): Browser {
  const jar = new Map<string, string>();
  for (const pair of cookies.split("; ").filter(Boolean)) keep(jar, pair);
  const request: Client["request"] = async (method, path, ask = {}) => {
    const always: Record<string, string> = {
      ...(host !== undefined && { host }),
      cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
    };
    const answer = await client.request(method, path, { ...ask, headers: { ...always, ...ask.headers } } satisfies Ask);
    for (const cookie of setCookies(answer)) keep(jar, cookie.split(";")[0] ?? "");
    return answer;
  };
  return {
    cookies: jar,
    always: client.always,
    request,
    get: (path, headers = {}) => request("GET", path, { headers }),
    send: (method, path, body, headers = {}) =>
      request(method, path, {
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      }),
    upload: client.upload,
  };
}

const setCookies = (answer: Answer): readonly string[] => [answer.headers["set-cookie"] ?? []].flat();

function keep(jar: Map<string, string>, pair: string): void {
  const [name = "", ...rest] = pair.split("=");
  const value = rest.join("=");
  if (value === "") jar.delete(name);
  else jar.set(name, value);
}
