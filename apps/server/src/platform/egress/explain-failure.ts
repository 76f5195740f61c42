/** Where on its way a connection failed, and what to do, in words for the operator. */
export interface Failure {
  readonly step: "look-up" | "connect" | "encrypt";
  readonly message: string;
}

/** Reads the error of a socket, of TLS or of `fetch`, whose cause holds it. `place` is a host, or a host and port. */
export function explainFailure(error: unknown, place: string): Failure {
  const code = codeOf(error);
  const known = code === undefined ? undefined : causes[code];
  if (known) return { step: known.step, message: `${place}: ${known.message}` };
  const told = `${code ?? ""} ${error instanceof Error ? error.message : ""}`;
  if (/cert|self.signed|unable to verify|altname/i.test(told))
    return { step: "encrypt", message: `${place}: ${untrusted} (${code ?? "no code"})` };
  if (/ssl|tls|EPROTO|wrong version|greeting/i.test(told))
    return { step: "encrypt", message: `${place}: ${noTls} (${code ?? "no code"})` };
  return {
    step: "connect",
    message: `${place}: the connection failed (${code ?? "no code"}); check host, port and firewall`,
  };
}

/** Every code along the chain of causes; the innermost known one says most. */
function codeOf(error: unknown): string | undefined {
  const codes: string[] = [];
  for (let current: unknown = error; current instanceof Error && codes.length < 10; current = current.cause) {
    // Libraries put a code of their own in the place of the system's, which stays in the message.
    codes.push(...(/\bE[A-Z]{4,}\b/.exec(current.message) ?? []));
    if ("code" in current && typeof current.code === "string") codes.push(current.code);
    if (current instanceof AggregateError) codes.push(...current.errors.flatMap((inner) => codeOf(inner) ?? []));
  }
  return codes.findLast((code) => code in causes) ?? codes.at(-1);
}

const untrusted =
  "its certificate is not one this computer trusts; give the server a valid one, use its right name, or name your own authority by NODE_EXTRA_CA_CERTS";
const noTls =
  "it does not speak TLS as asked; check the port (465 is TLS from the start, 587 and 25 begin in the clear)";
const connect = (message: string) => ({ step: "connect", message }) as const;
const encrypt = (message: string) => ({ step: "encrypt", message }) as const;

const causes: Readonly<Record<string, Failure>> = {
  ENOTFOUND: {
    step: "look-up",
    message: "there is no such name; check its spelling, and that this computer's DNS works",
  },
  EAI_AGAIN: { step: "look-up", message: "the name could not be looked up now; check this computer's DNS and network" },
  EDNS: { step: "look-up", message: "the name could not be looked up; check its spelling and this computer's DNS" },
  ECONNREFUSED: connect("nothing listens there; check the port, and that the server runs"),
  ECONNRESET: connect("it closed the connection; check the port, and whether it lets this computer in"),
  ETIMEDOUT: connect("no answer in time; a firewall may be in between (many providers close port 25)"),
  UND_ERR_CONNECT_TIMEOUT: connect("no answer in time; a firewall may be in between"),
  EHOSTUNREACH: connect("there is no way to that host from here; check the network"),
  ENETUNREACH: connect("there is no way to that network from here; check the network"),
  UND_ERR_HEADERS_OVERFLOW: connect("it sent more headers than any answer has; the address may be another service's"),
  CERT_HAS_EXPIRED: encrypt("its certificate has expired; renew it"),
  ERR_TLS_CERT_ALTNAME_INVALID: encrypt("its certificate is for another name; use the name in it"),
  DEPTH_ZERO_SELF_SIGNED_CERT: encrypt(untrusted),
  SELF_SIGNED_CERT_IN_CHAIN: encrypt(untrusted),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: encrypt(untrusted),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: encrypt(untrusted),
  ERR_SSL_WRONG_VERSION_NUMBER: encrypt(noTls),
};
