import { Secret, TOTP } from "otpauth";

/** Seconds a code is good for; the one before and the one after are taken too, for clocks that differ. */
const period = 30;
const settings = { algorithm: "SHA1", digits: 6, period } as const;

/** 160 random bits, as apps take them: base32. */
export const makeSeed = (): string => new Secret({ size: 20 }).base32;

/** What a QR code says to an authenticator app. */
export const seedAddress = (seed: string, account: string): string =>
  new TOTP({ ...settings, issuer: "Khoj", label: account, secret: Secret.fromBase32(seed) }).toString();

/** The step of time a code belongs to; undefined when it belongs to none of those about `now` (milliseconds). */
export function findStep(seed: string, code: string, now: number): number | undefined {
  const token = code.replace(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return undefined;
  const secret = Secret.fromBase32(seed);
  const delta = TOTP.validate({ ...settings, token, secret, timestamp: now, window: 1 });
  return delta === null ? undefined : Math.floor(now / 1000 / period) + delta;
}
