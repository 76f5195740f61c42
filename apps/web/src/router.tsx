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
import { readSettingsLocation } from "./scenes/settings/settings-location.ts";
import { readLinkLocation } from "./scenes/signin/link-location.ts";
import { readSignInLocation } from "./scenes/signin/sign-in-location.ts";
import { Failure } from "./shell/failure.tsx";
import { Frame } from "./shell/frame.tsx";
import { Missing } from "./shell/missing.tsx";
import "./shell/sign-in-again.ts";

/** What stands behind `?` in an address, as plain strings: an address typed or sent by anybody. */
export type Parameters = Readonly<Record<string, string>>;

const root = createRootRoute({
  notFoundComponent: () => (
    <Frame>
      <Missing />
    </Frame>
  ),
});
/** Every scene but those of coming in, which stand alone. */
const framed = createRoute({ getParentRoute: () => root, id: "framed", component: Frame });
const read =
  <Location,>(reader: (parameters: Parameters) => Location) =>
  (parameters: Location & SearchSchemaInput): Location =>
    reader(parameters as unknown as Parameters);

const find = createRoute({
  getParentRoute: () => framed,
  path: "/",
  component: FindScene,
  validateSearch: read(readFindLocation),
});
const search = createRoute({
  getParentRoute: () => framed,
  path: "/search",
  component: FindScene,
  validateSearch: read(readFindLocation),
});
const chat = createRoute({
  getParentRoute: () => framed,
  path: "/chat",
  component: lazyRouteComponent(() => import("./scenes/ask/ask-scene.tsx"), "AskScene"),
  validateSearch: read(readChatLocation),
});
const chats = createRoute({
  getParentRoute: () => framed,
  path: "/chats",
  component: lazyRouteComponent(() => import("./scenes/chats/chats-scene.tsx"), "ChatsScene"),
});
const files = createRoute({
  getParentRoute: () => framed,
  path: "/files",
  component: lazyRouteComponent(() => import("./scenes/files/files-scene.tsx"), "FilesScene"),
  validateSearch: read(readFilesLocation),
});
const folders = createRoute({
  getParentRoute: () => framed,
  path: "/folders",
  component: lazyRouteComponent(() => import("./scenes/folders/folders-scene.tsx"), "FoldersScene"),
});
const settings = createRoute({
  getParentRoute: () => framed,
  path: "/settings",
  component: lazyRouteComponent(() => import("./scenes/settings/settings-scene.tsx"), "SettingsScene"),
  validateSearch: read(readSettingsLocation),
});
const shared = createRoute({
  getParentRoute: () => framed,
  path: "/share/chat/$slug",
  component: lazyRouteComponent(() => import("./scenes/share/share-scene.tsx"), "ShareScene"),
});

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  component: lazyRouteComponent(() => import("./scenes/signin/sign-in-scene.tsx"), "SignInScene"),
  validateSearch: read(readSignInLocation),
});
const link = createRoute({
  getParentRoute: () => root,
  path: "/auth/magic",
  component: lazyRouteComponent(() => import("./scenes/signin/link-scene.tsx"), "LinkScene"),
  validateSearch: read(readLinkLocation),
});
const setUp = createRoute({
  getParentRoute: () => root,
  path: "/set-up",
  component: lazyRouteComponent(() => import("./scenes/set-up/set-up-scene.tsx"), "SetUpScene"),
});
const logout = createRoute({
  getParentRoute: () => root,
  path: "/auth/logout",
  component: lazyRouteComponent(() => import("./scenes/signin/sign-out-scene.tsx"), "SignOutScene"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    framed.addChildren([find, search, chat, chats, files, folders, settings, shared]),
    login,
    link,
    setUp,
    logout,
  ]),
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
