import type { From } from "../../platform/actor.ts";
import type { LimitRule } from "../../platform/limits/limits.ts";
import { networkOf } from "../../platform/limits/network-of.ts";
import { readDeviceMark } from "../device-cookie.ts";
import type { SignInDeps } from "../signin-deps.ts";

/** What one network may ask for, whatever addresses; beyond it the asker is told. */
export const asksOfNetwork: LimitRule = { name: "link-asks-of-network", most: 60, seconds: 3600 };
/** Mails to one address that one network may ask for. Beyond these two nobody is told, and no mail goes out. */
export const asksForAddressOfNetwork: LimitRule = { name: "link-asks-for-address-of-network", most: 5, seconds: 3600 };
export const asksForAddress: LimitRule = { name: "link-asks-for-address", most: 20, seconds: 3600 };
/** Of a browser in which its person signed in before: a stranger who asks and asks does not take these away. */
export const asksOfDevice: LimitRule = { name: "link-asks-of-device", most: 5, seconds: 3600 };

export interface Asking {
  readonly email: string;
  readonly from: From;
  /** The mark of the browser, as its cookie says. */
  readonly mark: string | undefined;
}

/** Counts one more mail to the address; whether it may go out. */
export async function countAsk(
  deps: Pick<SignInDeps, "limits" | "secrets">,
  { email, from, mark }: Asking,
  personId: string | undefined,
): Promise<boolean> {
  const { limits, secrets } = deps;
  const address = secrets.mac("limit-address", email).toString("base64url");
  const device = personId === undefined ? undefined : readDeviceMark(deps, personId, mark);
  if (device !== undefined) return limits.take(asksOfDevice, `${address} ${device}`);
  if (!(await limits.take(asksForAddressOfNetwork, `${address} ${networkOf(from.address)}`))) return false;
  return limits.take(asksForAddress, address);
}
