import type { IncomingHttpHeaders } from "node:http";
import { badRequest } from "@khoj/contract";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../actor.ts";
import { checkHost, type TrustRules } from "./trust.ts";

/** What a request shows of itself to the one place that decides who is asking. */
export interface Credentials {
  readonly headers: IncomingHttpHeaders;
  readonly query: Readonly<Record<string, string>>;
}

/** Undefined: nobody. Made by the accounts room; every request and every handshake passes through it. */
export type Identify = (credentials: Credentials) => Promise<Actor | undefined>;

export interface Pipeline {
  readonly identify: Identify;
  readonly trust: TrustRules;
  originOf(request: FastifyRequest): string;
}

export const makePipeline = (identify: Identify, trust: TrustRules): Pipeline => ({
  identify,
  trust,
  originOf: ({ raw }) => {
    // `GET http://other/path` is for proxies, and would name a host beside the Host header.
    if (!/^[/*]/.test(raw.url ?? "/")) throw badRequest("Send the path alone; this server is no proxy");
    return checkHost(trust, raw.headers, schemeOf(raw));
  },
});

export const schemeOf = (request: { socket: object }): "http" | "https" =>
  "encrypted" in request.socket && request.socket.encrypted === true ? "https" : "http";
