import { keyScopes } from "@khoj/contract";
import { type Command, Option } from "commander";
import type { Administering } from "./administer.ts";
import { createKey, listKeys, revokeKey } from "./commands/keys.ts";
import { forgetSecrets, type RotateFlags, rotateSecrets, showSecrets } from "./commands/secrets.ts";
import { endSessions, listSessions } from "./commands/sessions.ts";
import { addUser, changeUser, deleteUser, giveLoginLink, listUsers } from "./commands/users.ts";
import { addModels } from "./models-commands.ts";
import { wholeNumber } from "./whole-number.ts";

/** Commands that work on the database of a data directory, with its server up or down. */
export function addAdministerCommands(program: Command, administering: Administering): void {
  for (const add of [addUsers, addKeys, addSessions, addSecrets, addModels]) {
    const command = add(program, administering);
    for (const sub of command.commands) sub.exitOverride();
  }
}

function addUsers(program: Command, administering: Administering): Command {
  const users = program.command("users").description("people: list, add, let in again, send out");
  users
    .command("list", { isDefault: true })
    .description("people, with their state and factors")
    .argument("[q]", "part of an address or a name")
    .option("--page <n>", "which page", wholeNumber, 1)
    .action((q: string | undefined, { page }) => listUsers(administering, q, page));
  users
    .command("add")
    .description("somebody new, with a link to come in by")
    .argument("<email>")
    .option("--admin", "as an administrator; the first one takes over what anonymous mode held", false)
    .action((email: string, { admin }) => addUser(administering, email, admin));
  users
    .command("login-link")
    .description("a link that signs them in once")
    .argument("<email>")
    .option("--reset-factors", "for who lost the second factor: opening it takes all of them away", false)
    .action((email: string, { resetFactors }) => giveLoginLink(administering, email, resetFactors));
  const changes = {
    deactivate: "send somebody out, at once",
    activate: "let somebody in",
    "make-admin": "make an administrator",
    "make-user": "take administration away",
  } as const;
  for (const change of ["deactivate", "activate", "make-admin", "make-user"] as const) {
    users
      .command(change)
      .description(changes[change])
      .argument("<email>")
      .action((email: string) => changeUser(administering, change, email));
  }
  users
    .command("delete")
    .description("delete somebody with everything that is theirs")
    .argument("<email>")
    .option("--yes", "do not ask", false)
    .action((email: string, { yes }) => deleteUser(administering, email, yes));
  return users;
}

interface CreateFlags {
  readonly user?: string;
  readonly name: string;
  readonly scope?: (typeof keyScopes)[number][];
  readonly days?: number;
  readonly environment?: "production" | "development";
}

function addKeys(program: Command, administering: Administering): Command {
  const keys = program.command("keys").description("keys of programs: list, create, revoke");
  keys
    .command("list", { isDefault: true })
    .description("keys, masked")
    .option("--user <email>", "only theirs")
    .action(({ user }) => listKeys(administering, user));
  keys
    .command("create")
    .description("a new key, shown once")
    .option("--user <email>", "whose it is; not needed in anonymous mode")
    .requiredOption("--name <name>", "what it is for")
    .addOption(new Option("--scope <scope...>", "what it may do (default: all but admin)").choices(keyScopes))
    .option("--days <n>", "how long it works (default: 90)", wholeNumber)
    .addOption(new Option("--environment <kind>", "which kind of instance").choices(["production", "development"]))
    .action(({ user, name, scope, days, environment }: CreateFlags) =>
      createKey(administering, user, { name, scopes: scope, expires_in_days: days, environment }),
    );
  keys
    .command("revoke")
    .description("end a key, at once")
    .argument("<id>", "its id, or the mask lists show")
    .action((which: string) => revokeKey(administering, which));
  return keys;
}

function addSessions(program: Command, administering: Administering): Command {
  const sessions = program.command("sessions").description("who is signed in where: list, end");
  sessions
    .command("list", { isDefault: true })
    .description("sessions that live")
    .option("--user <email>", "only theirs")
    .action(({ user }) => listSessions(administering, user));
  sessions
    .command("end")
    .description("sign a device out, or somebody everywhere")
    .argument("[id]")
    .option("--user <email>", "all of theirs")
    .action((id: string | undefined, { user }) => endSessions(administering, id, user));
  return sessions;
}

function addSecrets(program: Command, administering: Administering): Command {
  const secrets = program.command("secrets").description("what is sealed: status, rotate, forget");
  secrets
    .command("status", { isDefault: true })
    .description("keys and how much they seal")
    .action(() => showSecrets(administering));
  secrets
    .command("rotate")
    .description("seal everything anew under a new data key, also while the server runs")
    .option("--instance-key", "replace the instance's key instead; with the server stopped", false)
    .option("--old-key-file <file>", "the key in use, where it is not in the data directory")
    .action((flags: RotateFlags) => rotateSecrets(administering, flags));
  secrets
    .command("forget")
    .description("begin anew where the key is lost: what it sealed is given up")
    .option("--yes", "do not ask", false)
    .action(({ yes }) => forgetSecrets(administering, yes));
  return secrets;
}
