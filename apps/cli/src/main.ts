import { KhojError } from "@khoj/contract";
import { exitCodes, version } from "@khoj/server";
import { CommanderError } from "commander";
import { terminalOutput } from "./output.ts";
import { buildProgram, commandNames } from "./program.ts";

/** The server's own words are for whoever writes requests. */
const keyHint =
  "\nThe command line shows the key that KHOJ_API_KEY holds: make one under Settings, Keys, or with khoj keys create.";

process.exitCode = await run(process.argv.slice(2));

/** The server is loaded only to serve: a search should not wait for it. */
async function serve(args: readonly string[]): Promise<number> {
  return (await import("@khoj/server/serve")).serve(args);
}

/** Without a subcommand it serves, as upstream's does: `khoj --host=… --port=…`. */
async function run(args: readonly string[]): Promise<number> {
  const first = args[leadingOptions(args)];
  // Whoever asks how to serve does not want a server yet.
  if (args.some(isHelp) && (first === "serve" || (first?.startsWith("-") && !isHelp(first))))
    return runCommand(["help", "serve"]);
  if (first === "serve") return serve(args.filter((_, index) => index !== args.indexOf("serve")));
  if (args.includes("--version") || args.includes("-V")) {
    process.stdout.write(`${version}\n`);
    return exitCodes.done;
  }
  const helps = first === "help" || (first !== undefined && isHelp(first));
  if (!helps && (first === undefined || first.startsWith("-"))) return serve(args);
  if (!helps && first !== undefined && !commandNames.includes(first)) {
    terminalOutput(false).note(
      `khoj ${first}: no such command. The commands are ${commandNames.join(", ")}; see khoj --help.`,
    );
    return exitCodes.usage;
  }
  return runCommand(args);
}

function isHelp(argument: string): boolean {
  return argument === "--help" || argument === "-h";
}

/** How many arguments before the command belong to options of every command, such as `--data DIR`. */
function leadingOptions(args: readonly string[]): number {
  let count = 0;
  while (/^--(json|url|data)(=|$)/.test(args[count] ?? "")) count += /^--(url|data)$/.test(args[count] ?? "") ? 2 : 1;
  return commandNames.includes(args[count] ?? "") ? count : 0;
}

async function runCommand(args: readonly string[]): Promise<number> {
  // `khoj files | head`: who reads has seen enough.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(exitCodes.done);
  });
  const output = terminalOutput(args.includes("--json"));
  const outcome = { allDone: true };
  try {
    await buildProgram(output, outcome).parseAsync(args, { from: "user" });
    return outcome.allDone ? exitCodes.done : exitCodes.refused;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    if (!(error instanceof KhojError)) throw error;
    output.note(`khoj: ${error.message}${error.details.needs === "sign-in" ? keyHint : ""}`);
    return exitCodes.refused;
  }
}
