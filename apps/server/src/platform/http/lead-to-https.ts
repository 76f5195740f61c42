import type { IncomingMessage, ServerResponse } from "node:http";
import { readCameIn } from "./client-address.ts";
import { answerError } from "./on-error.ts";
import { headersOver } from "./security-headers.ts";
import { checkHost, type TrustRules } from "./trust.ts";

/** Answers plain HTTP on a port that serves HTTPS: a page is found again by itself, anything else is told. */
export function leadToHttps(trust: TrustRules, request: IncomingMessage, response: ServerResponse): void {
  const headers = { ...headersOver("http"), connection: "close" };
  try {
    const origin = checkHost(trust, { ...readCameIn(request, trust.isProxy), scheme: "https" });
    const isPage = (request.method === "GET" || request.method === "HEAD") && request.url?.startsWith("/") === true;
    if (isPage) response.writeHead(308, { ...headers, location: `${origin}${request.url}` }).end();
    else
      response
        .writeHead(400, { ...headers, "content-type": "application/json" })
        .end(JSON.stringify({ detail: `This port speaks HTTPS: ask ${origin}` }));
  } catch (error) {
    const { status, body } = answerError(error);
    response.writeHead(status, { ...headers, "content-type": "application/json" }).end(JSON.stringify(body));
  }
}
