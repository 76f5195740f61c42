import { generateSync } from "otplib";
import type { Client } from "./client.ts";

/** The code an app shows of a seed, so many seconds from now; made by another library than the server's. */
export const codeOf = (secret: string, seconds = 0): string =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + seconds });

/** Adds an app to the account and saves the recovery codes, as the panel asks of an administrator. Throws when refused. */
export async function addAuthenticatorApp(
  browser: Pick<Client, "send">,
): Promise<{ readonly secret: string; readonly codes: readonly string[] }> {
  const ask = async (path: string, body: object) => {
    const answer = await browser.send("POST", `/api/account/methods/${path}`, body);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.json();
  };
  const { secret } = await ask("totp", {});
  const { codes } = await ask("totp/confirm", { code: codeOf(secret) });
  await ask("recovery/saved", { code: codes[0] });
  return { secret, codes };
}
