import { createHash, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { decodeJwt, SignJWT } from "jose";
import Provider, { type Configuration } from "oidc-provider";

/** How the provider misbehaves, until told otherwise. */
export interface Bends {
  /** Changes what the ID token says; it is signed again, properly. */
  claims?: ((claims: Record<string, unknown>) => Record<string, unknown>) | undefined;
  /** Signs ID tokens with a key that is published nowhere. */
  foreignKey?: boolean;
  tokenStatus?: number | undefined;
  /** Refuses at the authorization endpoint, with this error. */
  refuses?: string | undefined;
  /** Takes connections and cuts them; or says nothing at all. */
  down?: "cut" | "silent" | undefined;
}

export interface TestProvider {
  readonly issuer: string;
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  readonly bends: Bends;
  /** The claims of each account, by subject. Without an entry the provider refuses to refresh. */
  readonly people: Map<string, Record<string, unknown>>;
  /** Where it may send people back to; to be told before anybody signs in. */
  register(redirectUris: readonly string[]): void;
  /** Goes to the authorization address as `subject` and comes back with the address it was sent to. */
  visit(authorization: string, subject: string): Promise<string>;
  /** A token it signs, such as for back-channel logout or one-tap. */
  sign(claims: Record<string, unknown>, type?: string): Promise<string>;
  /** New keys from now on; the old ones are published no more. */
  rotateKeys(): void;
  stop(): Promise<void>;
}

/** A real OpenID Connect provider over a socket. `claimsInToken`: as Google does; otherwise they are told when asked. */
export async function openTestProvider({ claimsInToken = true } = {}): Promise<TestProvider> {
  const client = { clientId: "khoj", clientSecret: "a secret of the test's client, long enough" };
  const bends: Bends = {};
  const people = new Map<string, Record<string, unknown>>();
  let keys = makeKeys();
  let provider: Provider | undefined;
  let subject = "";
  let redirectUris: readonly string[] = [];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;

  const sign = (claims: Record<string, unknown>, key: KeyObject = keys.privateKey, typ?: string): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: keys.kid, ...(typ && { typ }) }).sign(key);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (bends.down === "cut") return void request.socket.destroy();
    if (bends.down === "silent") return;
    if (provider === undefined) return void response.writeHead(503).end();
    if (request.url?.startsWith("/interaction/")) {
      const result = bends.refuses ? { error: bends.refuses } : { login: { accountId: subject } };
      return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    }
    if (request.method === "POST" && request.url === "/token") bendTokens(response);
    await provider.callback()(request, response);
  }

  /** Changes the answer of the token endpoint on its way out. */
  function bendTokens(response: ServerResponse): void {
    const end = response.end.bind(response);
    response.end = ((body?: unknown) => {
      void bend(String(body ?? "")).then((text) => {
        response.removeHeader("content-length");
        if (bends.tokenStatus !== undefined) response.statusCode = bends.tokenStatus;
        end(text);
      });
      return response;
    }) as typeof response.end;
  }

  async function bend(body: string): Promise<string> {
    const answered = JSON.parse(body) as { id_token?: string };
    if (answered.id_token === undefined || (!bends.claims && !bends.foreignKey)) return body;
    const claims = decodeJwt(answered.id_token);
    const bent = bends.claims?.(claims) ?? claims;
    const id_token = await sign(bent, bends.foreignKey ? makeKeys().privateKey : keys.privateKey);
    return JSON.stringify({ ...answered, id_token });
  }

  const build = (): Provider =>
    new Provider(issuer, configuration({ client, redirectUris, people, keys, claimsInToken }));

  return {
    issuer,
    client,
    bends,
    people,
    register: (uris) => {
      redirectUris = uris;
      provider = build();
    },
    rotateKeys: () => {
      keys = makeKeys();
      provider = build();
    },
    sign: (claims, typ) => sign(claims, keys.privateKey, typ),
    visit: async (authorization, who) => {
      subject = who;
      const jar = new Map<string, string>();
      let next = authorization;
      for (let steps = 0; steps < 10 && next.startsWith(issuer); steps++) {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
        const answered = await fetch(next, { redirect: "manual", headers: { cookie } });
        for (const set of answered.headers.getSetCookie()) {
          const [name = "", ...value] = (set.split(";")[0] ?? "").split("=");
          jar.set(name, value.join("="));
        }
        next = new URL(answered.headers.get("location") ?? "/", next).href;
        if (answered.status < 300 || answered.status >= 400)
          throw new Error(`The provider answered ${answered.status}: ${await answered.text()}`);
      }
      return next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface Keys {
  readonly privateKey: KeyObject;
  readonly kid: string;
}

function makeKeys(): Keys {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { privateKey, kid: randomUUID() };
}

interface Built {
  readonly client: TestProvider["client"];
  readonly redirectUris: readonly string[];
  readonly people: TestProvider["people"];
  readonly keys: Keys;
  readonly claimsInToken: boolean;
}

const configuration = ({ client, redirectUris, people, keys, claimsInToken }: Built): Configuration => ({
  clients: [
    {
      client_id: client.clientId,
      client_secret: client.clientSecret,
      redirect_uris: [...redirectUris],
      grant_types: ["authorization_code", "refresh_token"],
    },
  ],
  jwks: { keys: [{ ...keys.privateKey.export({ format: "jwk" }), kid: keys.kid, use: "sig", alg: "RS256" }] },
  cookies: { keys: [createHash("sha256").update("cookies of the test").digest("hex")] },
  claims: { openid: ["sub"], email: ["email", "email_verified", "hd"], profile: ["name", "groups"] },
  conformIdTokenClaims: !claimsInToken,
  findAccount: (_context, id) => {
    const claims = people.get(id);
    return claims && { accountId: id, claims: () => ({ sub: id, ...claims }) };
  },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  features: { devInteractions: { enabled: false } },
  issueRefreshToken: async () => true,
  loadExistingGrant: async ({ oidc }) => {
    const grant = new oidc.provider.Grant({
      clientId: oidc.client?.clientId ?? "",
      accountId: oidc.session?.accountId ?? "",
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});
