import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { badRequest } from "@khoj/contract";
import type { Actor, From } from "../actor.ts";
import type { LiveConnections } from "../live-connections.ts";
import { redactCredentials } from "../secrets/redact.ts";
import { type CameIn, readCameIn, type Scheme } from "./client-address.ts";
import { checkHost, isForeign, isUnsafe, refusedOrigin, type TrustRules } from "./trust.ts";

/** What a request shows of itself to the one place that decides who is asking. */
export interface Credentials {
  /** Without cookies when a page of another site made the request. */
  readonly headers: IncomingHttpHeaders;
  readonly query: Readonly<Record<string, string>>;
  /** The route's declared path, such as `/api/agents/:slug`: what a key's habits are kept by. */
  readonly route: string;
  readonly scheme: Scheme;
  /** The address the person typed: where they find the page. */
  readonly origin: string;
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

/** A request that named one of our hosts, and what is known of it before anybody asks who sent it. */
export interface Arrival extends CameIn {
  /** The address the person typed, such as `http://localhost:42110`. */
  readonly origin: string;
  /** A page of another site made it, as far as the browser says. */
  readonly foreign: boolean;
  readonly from: From;
}

export type NoteRefusal = (refusal: {
  readonly actor: Actor;
  readonly route: string;
  readonly needs: string;
  readonly from: From;
}) => void;

export interface Pipeline {
  readonly trust: TrustRules;
  readonly live: LiveConnections;
  /** Hears of somebody who is known and asked for what they may not do. */
  readonly noteRefusal: NoteRefusal | undefined;
  /** Reads how a request came in; refuses one that names a server we are not. */
  arrive(request: IncomingMessage, requestId: string, came?: CameIn): Arrival;
  /** Who is asking. */
  identify(request: IncomingMessage, arrival: Arrival, place: Pick<Credentials, "query" | "route">): Promise<Identity>;
}

export interface PipelineParts extends Pick<Pipeline, "trust" | "live" | "noteRefusal"> {
  readonly identify: Identify;
}

export const makePipeline = ({ identify, trust, live, noteRefusal }: PipelineParts): Pipeline => ({
  trust,
  live,
  noteRefusal,
  arrive: (request, requestId, came = readCameIn(request, trust.isProxy)) => {
    const { headers, url, method = "GET" } = request;
    // `GET http://other/path` is for proxies, and would name a host beside the Host header.
    if (!/^[/*]/.test(url ?? "/")) throw badRequest("Send the path alone; this server is no proxy");
    const origin = checkHost(trust, came);
    const from = { address: came.address, agent: agentOf(headers), requestId };
    return { ...came, origin, from, foreign: isForeign(trust, method, headers, origin) };
  },
  identify: async ({ headers, method = "GET" }, arrival, place) => {
    const { cookie: _cookie, ...others } = headers;
    const { scheme, origin, from, foreign } = arrival;
    const identity = await identify({ ...place, headers: foreign ? others : headers, scheme, origin, from });
    // It was let come this far for the key it shows; a key that is none opens nothing, not even what is open.
    if (foreign && isUnsafe(method) && identity.actor === undefined)
      throw refusedOrigin(headers.origin ?? "a page of another site", arrival);
    return identity;
  },
});

/** As the program calls itself, and no key it may have put there by mistake: lists of devices and events show it. */
const agentOf = ({ "user-agent": agent }: IncomingHttpHeaders): string | undefined =>
  agent === undefined ? undefined : redactCredentials(agent.slice(0, 300));
