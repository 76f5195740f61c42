import type { StatusPart } from "@khoj/contract";
import type { Database, NearVectors } from "@khoj/db";
import { type Accounts, accountRoutes, openAccounts, readSetting, writeSetting } from "./accounts/index.ts";
import { type AdminDeps, openAdmin } from "./admin/index.ts";
import { openAgents } from "./agents/index.ts";
import { type Events, noteRefusals, openAudit } from "./audit/index.ts";
import { openAutomations } from "./automations/index.ts";
import { openChat } from "./chat/index.ts";
import type { Config } from "./config.ts";
import { openEmbedding } from "./embedding/index.ts";
import { openIngest } from "./ingest/index.ts";
import { openLibrary } from "./library/index.ts";
import { type MailDeps, type MailRoom, openMail } from "./mail/index.ts";
import { type EmbeddingModelsDeps, openChatModels, openEmbeddingModels } from "./models/index.ts";
import { type OperationsDeps, openOperations } from "./operations/index.ts";
import type { Actor, From } from "./platform/actor.ts";
import type { ExportOf, ExportPart } from "./platform/export-part.ts";
import type { NoteRefusal } from "./platform/http/pipeline.ts";
import { openLimits } from "./platform/limits/open-limits.ts";
import type { LiveConnections } from "./platform/live-connections.ts";
import type { Logger } from "./platform/log.ts";
import type { Room } from "./platform/room.ts";
import type { Secrets } from "./platform/secrets/secrets.ts";
import { openSearchRoom } from "./search/index.ts";
import { takeFirstSteps } from "./serving/first-administrator.ts";
import { linkOrigin } from "./serving/link-origin.ts";
import { nearAdministrators } from "./serving/trust-of.ts";
import { openSignIn, type SignInDeps } from "./signin/index.ts";
import { openSources, type SourcesOptions, type SourcesRoom } from "./sources/index.ts";
import { openSpaces } from "./spaces/index.ts";

export interface RoomsDeps {
  readonly config: Config;
  readonly database: Database;
  /** The database searches vectors; undefined: memory does. */
  readonly nearVectors?: NearVectors | undefined;
  readonly secrets: Secrets;
  readonly live: LiveConnections;
  readonly log: Logger;
  /** A line for whoever started the server and watches; nobody does unless told. */
  readonly say?: ((line: string) => void) | undefined;
  readonly instance: OperationsDeps["instance"];
  /** What the ground says of itself in `khoj status`: the database, the data directory. */
  groundStatus(): Promise<readonly StatusPart[]>;
}

export interface OpenRooms extends Pick<Accounts, "identify" | "instance"> {
  readonly noteRefusal: NoteRefusal;
  /** In the order they start; they stop in the reverse one. */
  readonly rooms: readonly Room[];
  /** What every room, and the ground they stand on, says of itself. */
  status(): Promise<readonly StatusPart[]>;
  /** What whoever starts the server is told beside: how it gets its first administrator. Asked once it answers. */
  firstSteps(): Promise<readonly string[]>;
}

/** The one list of rooms: what exists, and what each is given. */
export async function openRooms(deps: RoomsDeps): Promise<OpenRooms> {
  const { config, database, instance, log } = deps;
  const events = openAudit(database);
  const mailer = openMail(mailDeps(deps));
  const { environment } = config.access;
  const { anonymous } = config;
  const accounts = await openAccounts({ database, live: deps.live, log, events, mailer, environment, anonymous });
  const limits = openLimits(database);
  const library = openLibrary(database);
  const meaning = openEmbeddingModels(meaningDeps(deps, events));
  const { dataDirectory, maxFileBytes, version } = config;
  const search = openSearchRoom({ database, nearVectors: deps.nearVectors, library, log, dataDirectory, ...meaning });
  const { models } = config;
  const answering = openChatModels({ ...deps, dataDirectory, config: models, events, limits, preferences: accounts });
  const { expose: exposeKeys } = accounts.keys;
  const content = { database, library, dataDirectory, maxFileBytes, version };
  const ingest = openIngest({ ...content, exposeKeys, log, indexed: search.caughtUp });
  const sources = await watchFolders(deps, accounts, { library, ingest });
  const chat = openChat({
    database,
    library,
    search: search.search,
    models: answering.models,
    nameOf: accounts.name,
    log,
    exposeKeys,
  });
  accounts.onSpaceGone((spaceId) => {
    search.lookForSpaces();
    sources.forgetSpace(spaceId);
  });
  const status = () => statusOf(rooms, deps.groundStatus);
  const exportOf = (actor: Actor) => exportFrom(rooms, actor);
  const rooms: readonly Room[] = [
    accountsRoom(deps, accounts, events, exportOf),
    answering.room,
    meaning.room,
    openEmbedding({ library, models: meaning.models, hasVectorsOf: search.hasVectorsOf, log, dataDirectory }),
    openAgents(chat),
    openAutomations(),
    search,
    ingest,
    sources,
    chat,
    openSpaces({ database, accounts, library, events }),
    openOperations({ accounts, library, instance, parts: status, modelSettings: answering.settings }),
    ...(config.anonymous
      ? []
      : [
          openSignIn(signInDeps(deps, accounts, { events, mailer })),
          openAdmin({ ...adminDeps(deps, accounts, { events, mailer }), exportOf }),
        ]),
  ];
  const address = () => instance.addresses()[0];
  const firstSteps = () => takeFirstSteps({ config, database, events, address });
  return {
    identify: accounts.identify,
    instance: accounts.instance,
    rooms,
    status,
    firstSteps,
    noteRefusal: noteRefusals(events, log),
  };
}

/** Nobody signs in in anonymous mode, so that there is no account to look after. */
function accountsRoom({ config, database }: RoomsDeps, accounts: Accounts, events: Events, exportOf: ExportOf): Room {
  const isNear = nearAdministrators(config);
  const panelAnswers = ({ address }: From): boolean => isNear(address);
  const { keys, start, stop } = accounts;
  const routes = config.anonymous
    ? []
    : [...accountRoutes({ database, accounts, events, panelAnswers, exportOf }), ...keys.routes];
  return { name: "accounts", routes, ...(!config.anonymous && { status: keys.status }), start, stop };
}

const meaningDeps = (
  { config, database, secrets, log, say = () => undefined }: RoomsDeps,
  events: Events,
): EmbeddingModelsDeps => ({
  database,
  secrets,
  events,
  log,
  say,
  dataDirectory: config.dataDirectory,
  config: config.models,
});

function mailDeps({ config, database, secrets }: RoomsDeps): MailDeps {
  const name = config.publicOrigin === undefined ? "localhost" : new URL(config.publicOrigin).hostname;
  return {
    secrets,
    given: config.access.mail,
    usualFrom: `Khoj <khoj@${name}>`,
    kept: {
      read: () => database.transaction((sql) => readSetting(sql, "mail")),
      write: (sql, value) => writeSetting(sql, "mail", value),
    },
  };
}

const signInDeps = (
  { config, database, instance, secrets }: RoomsDeps,
  accounts: Accounts,
  { events, mailer }: Pick<SignInDeps, "events" | "mailer">,
): SignInDeps => ({
  database,
  accounts,
  events,
  limits: openLimits(database),
  secrets,
  mailer,
  access: config.access,
  linkOrigin: () => linkOrigin(config, instance.addresses()),
  publicOrigin: config.publicOrigin,
});

const adminDeps = (
  deps: RoomsDeps,
  accounts: Accounts,
  { events, mailer }: { readonly events: Events; readonly mailer: MailRoom },
): Omit<AdminDeps, "exportOf"> => ({
  ...signInDeps(deps, accounts, { events, mailer }),
  accounts,
  mail: mailer,
  log: deps.log,
});

/** Folders named at the start belong to the person of anonymous mode, or to the first administrator. */
async function watchFolders(
  { config, database, log }: RoomsDeps,
  { firstHome }: Accounts,
  rooms: Pick<SourcesOptions, "library" | "ingest">,
): Promise<SourcesRoom> {
  const notes = { spaceId: firstHome, paths: config.notes };
  return openSources({ ...rooms, database, log, dataDirectory: config.dataDirectory, notes });
}

async function* exportFrom(rooms: readonly Room[], actor: Actor): AsyncGenerator<ExportPart> {
  for (const room of rooms) if (room.exportOf) yield* room.exportOf(actor);
}

async function statusOf(rooms: readonly Room[], ground: RoomsDeps["groundStatus"]): Promise<StatusPart[]> {
  const parts = await Promise.all(
    rooms.map(async (room) => (room.status ? [{ name: room.name, ...(await room.status()) }] : [])),
  );
  return [...(await ground()), ...parts.flat()];
}
