import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type SearchSchemaInput,
} from "@tanstack/react-router";
import { readChatLocation } from "./scenes/ask/chat-location.ts";
import { readFilesLocation } from "./scenes/files/files-location.ts";
import { readFindLocation } from "./scenes/find/find-location.ts";
import { FindScene } from "./scenes/find/find-scene.tsx";
import { Failure } from "./shell/failure.tsx";
import { Frame } from "./shell/frame.tsx";
import { Missing } from "./shell/missing.tsx";

/** What stands behind `?` in an address, as plain strings: an address typed or sent by anybody. */
export type Parameters = Readonly<Record<string, string>>;

const root = createRootRoute({ component: Frame, notFoundComponent: Missing });
const read =
  <Location,>(reader: (parameters: Parameters) => Location) =>
  (parameters: Location & SearchSchemaInput): Location =>
    reader(parameters as unknown as Parameters);

const find = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: FindScene,
  validateSearch: read(readFindLocation),
});
const search = createRoute({
  getParentRoute: () => root,
  path: "/search",
  component: FindScene,
  validateSearch: read(readFindLocation),
});
const chat = createRoute({
  getParentRoute: () => root,
  path: "/chat",
  component: lazyRouteComponent(() => import("./scenes/ask/ask-scene.tsx"), "AskScene"),
  validateSearch: read(readChatLocation),
});
const chats = createRoute({
  getParentRoute: () => root,
  path: "/chats",
  component: lazyRouteComponent(() => import("./scenes/chats/chats-scene.tsx"), "ChatsScene"),
});
const files = createRoute({
  getParentRoute: () => root,
  path: "/files",
  component: lazyRouteComponent(() => import("./scenes/files/files-scene.tsx"), "FilesScene"),
  validateSearch: read(readFilesLocation),
});
const folders = createRoute({
  getParentRoute: () => root,
  path: "/folders",
  component: lazyRouteComponent(() => import("./scenes/folders/folders-scene.tsx"), "FoldersScene"),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("./scenes/settings/settings-scene.tsx"), "SettingsScene"),
});
const shared = createRoute({
  getParentRoute: () => root,
  path: "/share/chat/$slug",
  component: lazyRouteComponent(() => import("./scenes/share/share-scene.tsx"), "ShareScene"),
});

export const router = createRouter({
  routeTree: root.addChildren([find, search, chat, chats, files, folders, settings, shared]),
  defaultPreload: "intent",
  defaultErrorComponent: Failure,
  scrollRestoration: false,
  // Everything in an address is a string: `?q=1e3` must stay what was typed.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (parameters) => {
    const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== "");
    const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
    return text === "" ? "" : `?${text}`;
  },
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
