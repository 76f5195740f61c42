/** How often something may happen: at most `most` times in each window of `seconds`. */
export interface LimitRule {
  readonly name: string;
  readonly most: number;
  readonly seconds: number;
}

/** Counts kept in the database, so that they hold across all nodes. Windows are by the database's clock. */
export interface Limits {
  /** Counts one more and says whether it is still within the rule. Atomic: of fifty at once only `most` pass. */
  take(rule: LimitRule, subject: string): Promise<boolean>;
  /** Whether one more would be within the rule, without counting it. */
  hasRoom(rule: LimitRule, subject: string): Promise<boolean>;
  /** Forgets what was counted, as after a success. */
  clear(rule: Pick<LimitRule, "name">, subject: string): Promise<void>;
}
