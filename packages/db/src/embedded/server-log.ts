import { appendFileSync, chmodSync, renameSync, rmSync, statSync } from "node:fs";

/** Where the embedded server's lines go: one file, turned at a size, a fixed number of old ones kept. */
export interface ServerLog {
  write(line: string): void;
  /** The last lines written, for the message when a start fails. */
  tail(): string;
}

export interface ServerLogLimits {
  readonly bytes: number;
  readonly files: number;
  readonly maxAgeDays: number;
}

const usual: ServerLogLimits = { bytes: 5 * 1024 * 1024, files: 4, maxAgeDays: 7 };

/**
 * PostgreSQL quotes the offending value in many errors ("invalid input syntax for type integer: …"). Such a value may
 * be a note, so of a statement's error only what stands before the first quotation is kept, and the lines that
 * continue it are dropped. Errors that can only name tables, columns and constraints are kept whole.
 */
export function openServerLog(file: string, limits: ServerLogLimits = usual): ServerLog {
  const recent: string[] = [];
  let dropping = false;
  return {
    write(line) {
      const continuation = line.startsWith("\t");
      if (continuation && dropping) return;
      if (!continuation) dropping = mayQuoteValue(line);
      const kept = dropping ? withoutValues(line) : line;
      recent.push(kept);
      if (recent.length > 20) recent.shift();
      append(file, kept, limits);
    },
    tail: () => recent.slice(-6).join(" | "),
  };
}

// The line prefix of settings.ts ends with the SQLSTATE: `2026-11-24 08:00:00 UTC [42] khoj_server 22P02 ERROR:  …`
const statementError = /^\S+ \S+ \S+ \[\d+\] .*?\b([0-9A-Z]{5}) (?:ERROR|WARNING|NOTICE|INFO):/;
const namesOnly = /^(23|42P01|42703|42501)/;
function mayQuoteValue(line: string): boolean {
  const state = statementError.exec(line)?.[1];
  return state !== undefined && !namesOnly.test(state);
}
const withoutValues = (line: string): string => line.replace(/(["“«']).*$/s, "(value left out)");

function append(file: string, line: string, limits: ServerLogLimits): void {
  // A full disk must not stop the database: the line is lost, the server goes on.
  try {
    turn(file, limits);
    appendFileSync(file, `${line}\n`, { mode: 0o600 });
  } catch {}
}

function turn(file: string, limits: ServerLogLimits): void {
  const status = statSync(file, { throwIfNoEntry: false });
  if (status === undefined) return;
  const old = Date.now() - status.birthtimeMs > limits.maxAgeDays * 86_400_000;
  if (status.size < limits.bytes && !old) return;
  rmSync(`${file}.${limits.files}`, { force: true });
  for (let number = limits.files - 1; number >= 1; number -= 1) {
    if (statSync(`${file}.${number}`, { throwIfNoEntry: false }))
      renameSync(`${file}.${number}`, `${file}.${number + 1}`);
  }
  renameSync(file, `${file}.1`);
  chmodSync(`${file}.1`, 0o600);
}
