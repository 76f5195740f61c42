import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";

/** How an authenticator or a phishing page may go wrong. */
export interface Bent {
  readonly origin?: string;
  readonly rpId?: string;
  readonly verified?: boolean;
  readonly challenge?: string;
  readonly userHandle?: string;
  readonly counter?: number;
  /** Signed by another key. */
  readonly key?: KeyObject;
}

/** A passkey in software: what a phone or a security key answers to a page, by node:crypto alone. */
export class SoftwareAuthenticator {
  readonly id = randomBytes(32).toString("base64url");
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  readonly #origin: string;
  userHandle = "";
  counter = 0;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Answers `navigator.credentials.create()`. */
  make(options: CreationOptions, bent: Bent = {}) {
    this.userHandle = options.user.id;
    const point = this.#keys.publicKey.export({ format: "jwk" });
    const cose = isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, fromBase64(point.x ?? "")],
        [-3, fromBase64(point.y ?? "")],
      ]),
    );
    const id = fromBase64(this.id);
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([id.length >> 8, id.length & 255]), id, cose]);
    const authData = this.#authenticatorData(bent.rpId ?? options.rp.id, bent, { attested });
    const attestationObject = isoCBOR.encode(
      new Map<string, string | Uint8Array | Map<string, string>>([
        ["fmt", "none"],
        ["attStmt", new Map<string, string>()],
        ["authData", new Uint8Array(authData)],
      ]),
    );
    return {
      ...this.#named(),
      response: {
        clientDataJSON: this.#clientData("webauthn.create", options.challenge, bent).toString("base64url"),
        attestationObject: Buffer.from(attestationObject).toString("base64url"),
        transports: ["internal"],
      },
    };
  }

  /** Answers `navigator.credentials.get()`. */
  get(options: RequestOptions, bent: Bent = {}) {
    const clientData = this.#clientData("webauthn.get", options.challenge, bent);
    const authenticatorData = this.#authenticatorData(bent.rpId ?? options.rpId, bent, {});
    const signed = Buffer.concat([authenticatorData, createHash("sha256").update(clientData).digest()]);
    const signature = createSign("sha256")
      .update(signed)
      .sign(bent.key ?? this.#keys.privateKey);
    return {
      ...this.#named(),
      response: {
        clientDataJSON: clientData.toString("base64url"),
        authenticatorData: authenticatorData.toString("base64url"),
        signature: signature.toString("base64url"),
        userHandle: bent.userHandle ?? this.userHandle,
      },
    };
  }

  #named() {
    return { id: this.id, rawId: this.id, type: "public-key", clientExtensionResults: {} };
  }

  #clientData(type: string, challenge: string, bent: Bent): Buffer {
    const data = {
      type,
      challenge: bent.challenge ?? challenge,
      origin: bent.origin ?? this.#origin,
      crossOrigin: false,
    };
    return Buffer.from(JSON.stringify(data));
  }

  #authenticatorData(rpId: string, bent: Bent, { attested }: { readonly attested?: Buffer }): Buffer {
    const present = 1;
    const verified = (bent.verified ?? true) ? 4 : 0;
    const syncedAndBackedUp = 8 + 16;
    const flags = present | verified | syncedAndBackedUp | (attested ? 64 : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(bent.counter ?? this.counter);
    const rpIdHash = createHash("sha256").update(rpId).digest();
    return Buffer.concat([rpIdHash, Buffer.from([flags]), counter, attested ?? Buffer.alloc(0)]);
  }
}

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
}

interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
}

const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64url"));
