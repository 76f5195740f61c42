/** What administrators see and do: people, sessions, keys, sign-in methods, mail, settings, limits, events. */

export { type AdminDeps, openAdmin } from "./open-admin.ts";
export { listUsers } from "./users/list-users.ts";
