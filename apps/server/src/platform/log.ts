import { KhojError } from "@khoj/contract";
import { multistream, pino } from "pino";
import { openRotatingFile, type RotatingFile } from "./rotating-file.ts";
import { redactCredentials } from "./secrets/redact.ts";

/** What rooms may say in the log: events and facts. Never note text, questions, keys or query strings. */
export interface Logger {
  debug(facts: object, message?: string): void;
  info(facts: object, message?: string): void;
  warn(facts: object, message?: string): void;
  error(facts: object, message?: string): void;
}

export interface LogOptions {
  /** Every event is written here, requests too; the file is turned over when it is full. */
  readonly file: string;
  /** 0: what an operator should see. 1: requests as well. 2: everything. */
  readonly verbosity: number;
  readonly terminal: { readonly isTTY?: boolean; write(text: string): unknown };
}

/** Events to the terminal, in words where a person reads along and as JSON where a program does, and to a file. */
export function openLog({ file, verbosity, terminal }: LogOptions): { log: Logger; close(): void } {
  const kept = openLogFile(file);
  const shown = {
    write: (line: string) =>
      terminal.write(terminal.isTTY ? inWords(redactCredentials(line)) : redactCredentials(line)),
  };
  const written = { write: (line: string) => kept.write(redactCredentials(line)) };
  const level = (["info", "debug", "trace"] as const)[verbosity] ?? "trace";
  const streams = multistream([
    { level, stream: shown },
    { level: verbosity > 1 ? "trace" : "debug", stream: written },
  ]);
  const options = { level: "trace", base: null, serializers: { error: describeError } };
  return { log: pino(options, streams), close: kept.close };
}

function openLogFile(file: string): RotatingFile {
  try {
    return openRotatingFile(file);
  } catch (cause) {
    throw cannotWrite(file, cause);
  }
}

function cannotWrite(file: string, cause: unknown): KhojError {
  const why = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
  const message = `the log ${file} cannot be written (${why}); give --log-file another path`;
  return new KhojError("not_configured", message, { cause });
}

/** For tests and tools that have nobody to tell. */
export const silentLog: Logger = pino({ level: "silent" });

/**
 * What of an error may be kept. Its message only where we or the system wrote it: a parser's or a library's may quote
 * the very text it failed on.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const ours = error instanceof KhojError || "syscall" in error;
  return {
    type: error.name,
    ...(code !== undefined && { code }),
    ...(ours && { message: error.message }),
    stack: (error.stack ?? "")
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .join("\n"),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

const levels: Readonly<Record<number, string>> = {
  10: "trace",
  20: "debug",
  30: "",
  40: "warning",
  50: "ERROR",
  60: "FATAL",
};

/** `12:04:09 warning the folder is gone folder=…` */
function inWords(line: string): string {
  const { level, time, msg, ...facts } = JSON.parse(line) as Record<string, unknown>;
  const clock = new Date(Number(time)).toTimeString().slice(0, 8);
  const rest = Object.entries(facts).map(([name, value]) => `${name}=${inline(value)}`);
  return `${[clock, levels[Number(level)], msg, ...rest].filter(Boolean).join(" ")}\n`;
}

const inline = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
