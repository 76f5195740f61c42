import type { LimitRule } from "../platform/limits/limits.ts";
import { beginnings } from "./factors/limit-beginnings.ts";
import { factorSlowTries, factorTries, factorTriesOfDay } from "./factors/limit-guesses.ts";
import { refusalsKept } from "./keep-refusal.ts";
import { asksForAddress, asksForAddressOfNetwork, asksOfDevice, asksOfNetwork } from "./links/limit-asks.ts";
import { codesOfNetwork } from "./links/use-code.ts";
import {
  passwordsOfAccount,
  passwordsOfAll,
  passwordsOfDay,
  passwordsOfDevice,
  passwordsOfNetwork,
  slowPasswords,
} from "./password/limit-passwords.ts";
import { falseLogouts } from "./providers/back-channel-logout.ts";
import { newAccountsOfNetwork } from "./signup/add-pending.ts";

/** Every limit of coming in, with what it guards, for administrators to see who is at one. */
export const limitRules: readonly { readonly rule: LimitRule; readonly what: string }[] = [
  { rule: asksOfNetwork, what: "Sign-in links asked for from one network" },
  { rule: asksForAddressOfNetwork, what: "Sign-in links to one address asked for from one network" },
  { rule: asksForAddress, what: "Sign-in links mailed to one address" },
  { rule: asksOfDevice, what: "Sign-in links asked for from a device that was signed in before" },
  { rule: codesOfNetwork, what: "Six-digit codes tried from one network" },
  { rule: newAccountsOfNetwork, what: "New accounts asked for from one network" },
  { rule: passwordsOfNetwork, what: "Passwords tried from one network" },
  { rule: passwordsOfAccount, what: "Passwords tried for one account from anywhere" },
  { rule: slowPasswords, what: "Beyond that, one password at a time for one account and network" },
  { rule: passwordsOfDay, what: "Passwords tried for one account in a day" },
  { rule: passwordsOfDevice, what: "Passwords tried from a device that was signed in before" },
  { rule: passwordsOfAll, what: "Passwords tried on the whole server" },
  { rule: factorTries, what: "Second factors tried for one person" },
  { rule: factorSlowTries, what: "Beyond that, one second factor at a time for one person and network" },
  { rule: factorTriesOfDay, what: "Second factors tried for one person in a day, beyond the first few" },
  { rule: beginnings, what: "Sign-ins begun with a passkey or a provider from one network" },
  { rule: refusalsKept, what: "Refused links and provider's sign-ins of one network that are kept as events" },
  { rule: falseLogouts, what: "Logout tokens of no provider, from one network" },
];
