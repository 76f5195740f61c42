import { pino } from "pino";

/** What rooms may say in the log: events and facts. Never note text, questions, keys or query strings. */
export interface Logger {
  debug(facts: object, message?: string): void;
  info(facts: object, message?: string): void;
  warn(facts: object, message?: string): void;
  error(facts: object, message?: string): void;
}

/** For tests and tools that have nobody to tell. */
export const silentLog: Logger = pino({ level: "silent" });
