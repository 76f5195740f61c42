/** PostgreSQL: opened (embedded or your own), migrated, and used through transactions that see named spaces only. */
export type { Database, Sql } from "./database.ts";
export { violates } from "./sql-error.ts";
