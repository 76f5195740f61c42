/** Who is asking: people, their spaces, and the one pipeline that makes an Actor of a request. */
export { type Accounts, openAccounts } from "./open-accounts.ts";
