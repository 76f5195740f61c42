import { createHmac, hkdfSync } from "node:crypto";

/** What is made of an instance's key; the key itself is used for nothing. */
export interface DerivedKeys {
  /** Names the key without giving it away. */
  readonly fingerprint: string;
  /** Seals data keys. */
  readonly sealing: Buffer;
  mac(purpose: string, text: string): Buffer;
}

export function deriveKeys(instanceKey: string): DerivedKeys {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync("sha256", instanceKey, "khoj", use, 32));
  const macKeys = new Map<string, Buffer>();
  const macKey = (purpose: string): Buffer => {
    const key = macKeys.get(purpose) ?? derive(`mac ${purpose}`);
    macKeys.set(purpose, key);
    return key;
  };
  return {
    fingerprint: `sha256:${derive("fingerprint").toString("hex").slice(0, 16)}`,
    sealing: derive("seal data keys"),
    mac: (purpose, text) => createHmac("sha256", macKey(purpose)).update(text).digest(),
  };
}
