import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { Failure } from "../shell/failure.tsx";
import { PanelFrame } from "./frame.tsx";
import { NoSection } from "./no-section.tsx";
import type { ListLocation } from "./table/list-location.ts";
import { UsersSection } from "./users/users-section.tsx";

const root = createRootRoute({
  component: PanelFrame,
  validateSearch: (parameters: Record<string, unknown>): ListLocation =>
    Object.fromEntries(
      Object.entries(parameters).flatMap(([key, value]) =>
        value === undefined || value === "" ? [] : [[key, String(value)]],
      ),
    ),
});
const parent = { getParentRoute: () => root };

const first = createRoute({
  ...parent,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/users", replace: true } as never);
  },
});
const users = createRoute({ ...parent, path: "/users", component: UsersSection });
const requests = createRoute({
  ...parent,
  path: "/requests",
  component: lazyRouteComponent(() => import("./requests/requests-section.tsx"), "RequestsSection"),
});
const sessions = createRoute({
  ...parent,
  path: "/sessions",
  component: lazyRouteComponent(() => import("./sessions/sessions-section.tsx"), "SessionsSection"),
});
const keys = createRoute({
  ...parent,
  path: "/keys",
  component: lazyRouteComponent(() => import("./keys/keys-section.tsx"), "KeysSection"),
});
const clients = createRoute({
  ...parent,
  path: "/clients",
  component: lazyRouteComponent(() => import("./clients/clients-section.tsx"), "ClientsSection"),
});
const spaces = createRoute({
  ...parent,
  path: "/spaces",
  component: lazyRouteComponent(() => import("./spaces/spaces-section.tsx"), "SpacesSection"),
});
const methods = createRoute({
  ...parent,
  path: "/methods",
  component: lazyRouteComponent(() => import("./methods/methods-section.tsx"), "MethodsSection"),
});
const mail = createRoute({
  ...parent,
  path: "/mail",
  component: lazyRouteComponent(() => import("./mail/mail-section.tsx"), "MailSection"),
});
const settings = createRoute({
  ...parent,
  path: "/settings",
  component: lazyRouteComponent(() => import("./settings/settings-section.tsx"), "SettingsSection"),
});
const models = createRoute({
  ...parent,
  path: "/models",
  component: lazyRouteComponent(() => import("./models/models-section.tsx"), "ModelsSection"),
});
const limits = createRoute({
  ...parent,
  path: "/limits",
  component: lazyRouteComponent(() => import("./limits/limits-section.tsx"), "LimitsSection"),
});
const events = createRoute({
  ...parent,
  path: "/events",
  component: lazyRouteComponent(() => import("./events/events-section.tsx"), "EventsSection"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    first,
    users,
    requests,
    sessions,
    keys,
    clients,
    spaces,
    methods,
    mail,
    settings,
    models,
    limits,
    events,
  ]),
  basepath: "/server/admin",
  defaultErrorComponent: Failure,
  defaultNotFoundComponent: NoSection,
  scrollRestoration: false,
  // Everything in an address is a string: `?q=1e3` must stay what was typed.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (parameters) => {
    const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== "");
    const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
    return text === "" ? "" : `?${text}`;
  },
});
