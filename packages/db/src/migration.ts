/** One step of the schema, forward only, applied once in a transaction of its own. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** Tables made here that carry a `space_id`: they get row security, forced, with the one policy by space. */
  readonly contentTables: readonly string[];
}
