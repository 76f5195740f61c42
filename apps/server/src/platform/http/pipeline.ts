import type { IncomingHttpHeaders } from "node:http";
import { badRequest } from "@khoj/contract";
import type { FastifyRequest } from "fastify";
import type { Actor, From } from "../actor.ts";
import type { LiveConnections } from "../live-connections.ts";
import { readFrom, schemeOf } from "./client-address.ts";
import { checkHost, type TrustRules } from "./trust.ts";

/** What a request shows of itself to the one place that decides who is asking. */
export interface Credentials {
  readonly headers: IncomingHttpHeaders;
  readonly query: Readonly<Record<string, string>>;
  /** The route's declared path, such as `/api/agents/:slug`: what a key's habits are kept by. */
  readonly route: string;
  readonly scheme: "http" | "https";
  readonly from: From;
}

export interface Identity {
  /** Undefined: nobody, since no credential was shown or none that holds. */
  readonly actor?: Actor | undefined;
  /** What is wrong with the credential that was shown, and what to do. */
  readonly why?: string | undefined;
}

/** Made by the accounts room; every request and every handshake passes through it. */
export type Identify = (credentials: Credentials) => Promise<Identity>;

export interface Pipeline {
  readonly identify: Identify;
  readonly trust: TrustRules;
  readonly live: LiveConnections;
  originOf(request: FastifyRequest): string;
  fromOf(request: FastifyRequest): From;
}

export const makePipeline = (identify: Identify, trust: TrustRules, live: LiveConnections): Pipeline => ({
  identify,
  trust,
  live,
  originOf: ({ raw }) => {
    // `GET http://other/path` is for proxies, and would name a host beside the Host header.
    if (!/^[/*]/.test(raw.url ?? "/")) throw badRequest("Send the path alone; this server is no proxy");
    return checkHost(trust, raw.headers, schemeOf(raw));
  },
  fromOf: ({ raw, id }) => readFrom(raw, id),
});
