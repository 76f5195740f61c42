/** A flag of `khoj serve`. Upstream's keep their names and meaning (wire.md §7.8). */
export interface FlagFacts {
  readonly short?: string;
  /** What follows it, for the help; a flag without is a switch. */
  readonly takes?: string;
  readonly description: string;
  readonly unset?: string;
}

export const flags = {
  "anonymous-mode": {
    description: "Nobody signs in: whoever sits at this computer is the one person. Loopback only.",
    unset: "people sign in; the first start prints a link that makes the first administrator",
  },
  host: {
    takes: "HOST",
    description: "The address to listen on.",
    unset: "127.0.0.1 and ::1",
  },
  port: { short: "p", takes: "PORT", description: "The port to listen on.", unset: "42110" },
  socket: { takes: "PATH", description: "Listen on this Unix socket (0600) instead of a port." },
  sslcert: { takes: "FILE", description: "The certificate to serve HTTPS with; needs --sslkey." },
  sslkey: { takes: "FILE", description: "The key of that certificate." },
  data: { takes: "DIR", description: "The directory everything is kept in.", unset: "`KHOJ_DATA_DIR`" },
  notes: { takes: "DIR", description: "Watch this folder of notes from now on; may be given several times." },
  "log-file": {
    takes: "FILE",
    description: "Where the log goes besides the terminal.",
    unset: "`log/khoj.log` in the data directory",
  },
  verbose: { short: "v", description: "Log more; twice for everything." },
  "non-interactive": { description: "Ask nothing. The server never does." },
  version: { short: "V", description: "Print the version and exit." },
} as const satisfies Record<string, FlagFacts>;

type Values = { readonly [Name in keyof typeof flags]: readonly (string | true)[] };

export interface ReadFlags {
  /** Every value given to a flag, in order; `true` for a switch or a flag whose value is missing. */
  readonly values: Values;
  /** What was given besides; `serve` warns of it and goes on, as upstream does. */
  readonly unknown: readonly string[];
}

/** Reads `--flag value`, `--flag=value`, `-p 80` and `-vv`. Nothing is refused here. */
export function readFlags(args: readonly string[]): ReadFlags {
  const values: Record<string, (string | true)[]> = Object.fromEntries(Object.keys(flags).map((name) => [name, []]));
  const unknown: string[] = [];
  const rest = args.flatMap(spreadShort);
  while (rest.length > 0) {
    const argument = rest.shift() ?? "";
    const [name = "", ...given] = argument.replace(/^--/, "").split("=");
    const facts: FlagFacts | undefined = argument.startsWith("--")
      ? (flags as Record<string, FlagFacts>)[name]
      : undefined;
    if (facts === undefined) unknown.push(argument);
    else if (facts.takes === undefined) values[name]?.push(true);
    else if (given.length > 0) values[name]?.push(given.join("="));
    else values[name]?.push(rest[0]?.startsWith("--") === false ? (rest.shift() ?? true) : true);
  }
  return { values: values as unknown as Values, unknown };
}

/** `-vv` → `--verbose --verbose`, `-p80` → `--port=80`. */
function spreadShort(argument: string): string[] {
  const found = Object.entries<FlagFacts>(flags).find(([, { short }]) => short && argument.startsWith(`-${short}`));
  if (!/^-[a-zA-Z]/.test(argument) || found === undefined) return [argument];
  const [name, { short = "", takes }] = found;
  const rest = argument.slice(2);
  if (takes !== undefined) return [rest === "" ? `--${name}` : `--${name}=${rest.replace(/^=/, "")}`];
  return [...rest].every((letter) => letter === short) ? [...argument.slice(1)].map(() => `--${name}`) : [argument];
}
