/** PostgreSQL: opened (embedded or your own), migrated, and used through transactions that see named spaces only. */
export type { Connection, Database, Listening, Sql } from "./database.ts";
export type { DatabaseDescription } from "./describe-database.ts";
export { canEnter, findSystemUser, type SystemUser } from "./embedded/system-user.ts";
export { passwordProblem } from "./external/password-problem.ts";
export type { NearVectors, VectorsWish } from "./near-vectors.ts";
export { type OpenDatabaseOptions, type OpenedDatabase, openDatabase } from "./open-database.ts";
export type { ExternalPlace } from "./open-external.ts";
export { openRunning } from "./open-running.ts";
export { openPool } from "./pool-database.ts";
export { violates } from "./sql-error.ts";
