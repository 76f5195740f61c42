/** Who is asking: people, their sessions and keys, and the one pipeline that makes an Actor of a request. */
export { announce, type ChangeMany, changeFromOutside } from "./access-changes.ts";
export { accountRoutes } from "./account-routes.ts";
export { createClient, listClients, revokeClient, rotateClientSecret } from "./clients/manage-clients.ts";
export { type ExportDeps, exportPerson } from "./export/export-person.ts";
export { readSetting, writeSetting } from "./instance-store.ts";
export { createKey } from "./keys/create-key.ts";
export type { KeyDeps } from "./keys/key.ts";
export { findKeyOfAnybody } from "./keys/key-store.ts";
export { listKeyPage } from "./keys/list-key-page.ts";
export { listKeys } from "./keys/list-keys.ts";
export { revokeKey } from "./keys/revoke-key.ts";
export { rotateKey } from "./keys/rotate-key.ts";
export { resumeKey } from "./keys/suspend-key.ts";
export { type Accounts, openAccounts } from "./open-accounts.ts";
export { addPerson } from "./people/add-person.ts";
export {
  activatePerson,
  makeAdministrator,
  makeUser,
  signOutPerson,
  suspendPerson,
} from "./people/change-standing.ts";
export { claimAnonymous } from "./people/claim-anonymous.ts";
export { deletePerson } from "./people/delete-person.ts";
export { eraseSpaces } from "./people/erase-store.ts";
export { normaliseEmail, requireEmail } from "./people/normalise-email.ts";
export { anonymousPerson, type Person, type PersonState, type Role } from "./people/person.ts";
export {
  countAdministrators,
  lockAdministration,
  lockPerson,
  markVerified,
  selectPerson,
  selectPersonByEmail,
  selectPersonByUsername,
  updateRole,
  updateState,
} from "./people/person-store.ts";
export { readCookie, schemeOf, setCookie } from "./sessions/cookie.ts";
export { openSession, type SignedIn } from "./sessions/open-session.ts";
export {
  deleteSession,
  deleteSessionsOf,
  findSessionOwner,
  lowerOtherSessions,
  rotateSession,
  selectDevices,
} from "./sessions/session-store.ts";
