// The walls of the house (ARCHITECTURE.md draws them). A room may import the rooms listed for it, and only by their door.
const rooms = {
  platform: [],
  audit: [],
  mail: ["audit"],
  accounts: ["audit"],
  library: [],
  spaces: ["accounts", "audit", "library"],
  signin: ["accounts", "audit", "mail"],
  ingest: ["library"],
  sources: ["library", "ingest"],
  embedding: ["library", "models"],
  search: ["library", "models"],
  chat: ["library", "search", "models"],
  agents: [],
  automations: [],
  models: ["accounts", "audit"],
  admin: ["accounts", "audit", "mail", "signin"],
  administer: ["accounts", "admin", "audit", "models", "signin"],
  operations: ["accounts", "audit", "library"],
};
const server = "^apps/server/src";
const roomWalls = Object.entries(rooms).map(([room, upstream]) => ({
  name: `walls-of-${room}`,
  severity: "error",
  comment: `${room} may import platform, the packages and: ${upstream.join(", ") || "no other room"}`,
  from: { path: `${server}/${room}/`, pathNot: "\\.test\\.ts$|/testing/" },
  to: {
    path: `${server}/[^/]+/`,
    pathNot: [
      `${server}/${room}/`,
      `${server}/platform/`,
      ...upstream.map((other) => `${server}/${other}/index\\.ts$`),
    ],
  },
}));
export default {
  forbidden: [
    ...roomWalls,
    {
      name: "rooms-do-not-know-the-entry",
      severity: "error",
      from: { path: `${server}/[^/]+/`, pathNot: "\\.test\\.ts$|/testing/" },
      to: { path: `${server}/(main|rooms|serve)\\.ts$` },
    },
    {
      name: "contract-imports-zod-only",
      severity: "error",
      from: { path: "^packages/contract/src", pathNot: "\\.test\\.ts$" },
      to: { pathNot: "^packages/contract/src|node_modules/zod" },
    },
    {
      name: "text-is-pure",
      severity: "error",
      from: { path: "^packages/text/src", pathNot: "\\.test\\.ts$|/testing/" },
      to: {
        path: "^(node:)?(fs|fs/promises|net|http|https|child_process|worker_threads)$|^packages/(db|client|connectors)|^apps/",
      },
    },
    {
      name: "client-is-thin",
      severity: "error",
      from: { path: "^packages/client/src", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/(db|text|connectors|models)|^apps/" },
    },
    {
      name: "models-know-no-room",
      severity: "error",
      from: { path: "^packages/models/src", pathNot: "\\.test\\.ts$|/testing/" },
      to: { path: "^packages/(db|text|connectors|client)|^apps/" },
    },
    {
      name: "packages-do-not-import-apps",
      severity: "error",
      from: { path: "^packages/", pathNot: "\\.test\\.ts$" },
      to: { path: "^apps/" },
    },
    {
      name: "web-speaks-through-the-client",
      severity: "error",
      from: { path: "^apps/web/src", pathNot: "\\.test\\.tsx?$" },
      to: { path: "^apps/(server|cli)|^packages/(db|text|connectors|models)" },
    },
    {
      name: "web-ui-knows-no-room",
      severity: "error",
      from: { path: "^apps/web/src/ui/" },
      to: { path: "^apps/web/src/scenes/" },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "fixtures|/dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".tsx", ".js", ".mjs"],
    },
  },
};
