import { AdminMethods, MethodChange, OidcDryRun, OidcDryRunAnswer, SignInMethod, TestReport } from "@khoj/contract";
import { z } from "zod";
import { get, patch, post, type Route } from "../../platform/http/route.ts";
import { dryRunOidc, type SignInDeps } from "../../signin/index.ts";
import { changeMethod } from "./change-method.ts";
import { listMethods } from "./list-methods.ts";
import { testMethod } from "./test-method.ts";

const ours = { strict: true, allow: "admin" } as const;
const params = z.object({ method: SignInMethod });

/** The ways in: switched on and off, set up, tried out. */
export const methodRoutes = (deps: SignInDeps): Route[] => [
  get("/api/admin/methods", { ...ours, query: z.object({}), answer: AdminMethods }, async ({ origin }) => ({
    methods: await listMethods(deps, origin),
  })),
  patch(
    "/api/admin/methods/:method",
    { ...ours, elevated: true, params, body: MethodChange, answer: AdminMethods },
    async ({ actor, body, from, origin, params: { method } }) => {
      await changeMethod(deps, { actor, from }, method, body);
      return { methods: await listMethods(deps, origin) };
    },
  ),
  post("/api/admin/methods/:method/test", { ...ours, params, answer: TestReport }, async (request) => {
    const { actor, from, origin, params: asked } = request;
    const report = await testMethod(deps, asked.method, origin);
    const outcome = report.ok ? "done" : "failed";
    await deps.events.record({ kind: "settings.method-tested", outcome, actor, from, facts: { method: asked.method } });
    return report;
  }),
  post("/api/admin/methods/oidc/dry-run", { ...ours, body: OidcDryRun, answer: OidcDryRunAnswer }, async ({ body }) => {
    const { what, signs_in, role } = await dryRunOidc(deps, body.claims);
    return { what: [...what], signs_in, role };
  }),
];
