import { fileStates, searchTypes } from "@khoj/contract";
import { type FlagFacts, flags, readOwnClientConfig } from "@khoj/server";
import { Command, Option } from "commander";
import { administering } from "./administer.ts";
import { addAdministerCommands } from "./administer-commands.ts";
import { type AskFlags, ask } from "./commands/ask.ts";
import { deleteFiles, listFiles } from "./commands/files.ts";
import { addFolder, listFolders, pauseFolder, removeFolder, resumeFolder } from "./commands/folders.ts";
import { indexFiles } from "./commands/index-files.ts";
import { search } from "./commands/search.ts";
import { status } from "./commands/status.ts";
import { findServer, type WhichServer } from "./find-server.ts";
import type { Output } from "./output.ts";
import { wholeNumber } from "./whole-number.ts";
import { withOwnServer } from "./with-own-server.ts";

export const commandNames: readonly string[] = [
  "serve",
  "index",
  "search",
  "ask",
  "files",
  "folders",
  "status",
  "users",
  "keys",
  "sessions",
  "secrets",
  "models",
];

/** The command line. `outcome.allDone` turns false when a command ran but not everything was taken. */
export function buildProgram(output: Output, outcome: { allDone: boolean }): Command {
  const program = new Command("khoj")
    .description("Search your notes and get answers that cite them.")
    .option("--url <address>", "the server to talk to (default: the running one, KHOJ_URL)")
    .option("--data <dir>", "talk to the server on this data directory")
    .option("--json", "answer as JSON")
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  addServe(program);
  const client = () => findServer(program.opts<WhichServer>(), readOwnClientConfig());

  program
    .command("index")
    .description("send files and folders to the server")
    .argument("<path...>")
    .option("--force", "read them again even where nothing changed", false)
    .action(async (paths: string[], { force }: { force: boolean }) => {
      outcome.allDone = await indexFiles(await client(), output, paths, force);
    });
  program
    .command("search")
    .description('find passages, e.g. khoj search \'oven file:"*.org" dt>="last month"\'')
    .argument("<query...>")
    .option("-n, --limit <n>", "how many at most", wholeNumber, 5)
    .addOption(new Option("-t, --type <type>", "only this type").choices(searchTypes).default("all"))
    .action(async (words: string[], flags) => search(await client(), output, words.join(" "), flags));
  addAsk(program, output, client);
  program
    .command("status")
    .description("what runs, what it uses, what is missing")
    .action(async () => status(await client(), output));
  addFiles(program, output, client);
  addFolders(program, output, client);
  addAdministerCommands(
    program,
    administering(output, () => program.opts<WhichServer>().data),
  );
  for (const command of program.commands) command.exitOverride();
  return program;
}

/** For the help alone: `serve` reads its flags itself, as upstream's names them. */
function addServe(program: Command): void {
  const serve = program.command("serve").description("run the server; so does khoj without a command");
  for (const [name, { short, takes, description, unset }] of Object.entries<FlagFacts>(flags)) {
    const flag = `${short === undefined ? "" : `-${short}, `}--${name}${takes === undefined ? "" : ` <${takes}>`}`;
    serve.option(flag, `${description}${unset === undefined ? "" : ` Without: ${unset}.`}`.replaceAll("`", ""));
  }
  serve.configureHelp({ showGlobalOptions: false });
  serve.addHelpText("after", "\nEvery variable: docs/configuration.md. Starts that are refused: docs/boot-matrix.md.");
}

type Client = () => ReturnType<typeof findServer>;

function addAsk(program: Command, output: Output, client: Client): void {
  program
    .command("ask")
    .description("answer a question from your notes, with where it stands")
    .argument("<question...>")
    .option("--notes <dir>", "answer from this folder, with no server running")
    .option("--passages", "print the passages it was made from, too")
    .action(async (words: string[], { notes, ...flags }: AskFlags & { notes?: string }) => {
      const question = words.join(" ");
      if (notes === undefined) return ask(await client(), output, question, flags);
      const directory = program.opts<WhichServer>().data ?? readOwnClientConfig().dataDirectory;
      return withOwnServer(directory, notes, output, (own) => ask(own, output, question, flags));
    });
}

function addFiles(program: Command, output: Output, client: Client): void {
  const files = program.command("files").description("list files with their state; files delete NAME… deletes");
  files
    .command("list", { isDefault: true })
    .argument("[name]", "part of the name")
    .addOption(new Option("--state <state>", "only this state").choices(fileStates))
    .option("--page <n>", "the next ones", wholeNumber, 0)
    .action(async (name, flags) => listFiles(await client(), output, name, flags));
  files
    .command("delete")
    .argument("<name...>")
    .action(async (names) => deleteFiles(await client(), output, names));
  for (const command of files.commands) command.exitOverride();
}

function addFolders(program: Command, output: Output, client: Client): void {
  const folders = program.command("folders").description("watched folders: list, add DIR, remove, pause, resume");
  folders.command("list", { isDefault: true }).action(async () => listFolders(await client(), output));
  folders
    .command("add")
    .argument("<dir>")
    .action(async (dir) => addFolder(await client(), output, dir));
  folders
    .command("remove")
    .argument("<dir-or-id>")
    .action(async (which) => removeFolder(await client(), output, which));
  folders
    .command("pause")
    .argument("<dir-or-id>")
    .action(async (which) => pauseFolder(await client(), output, which));
  folders
    .command("resume")
    .argument("<dir-or-id>")
    .addOption(new Option("--deletions <what>", "what to do about files that vanished").choices(["accept", "restore"]))
    .action(async (which, { deletions }) => resumeFolder(await client(), output, which, deletions));
  for (const command of folders.commands) command.exitOverride();
}
