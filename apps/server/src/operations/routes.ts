import { get, type Route } from "../platform/http/route.ts";
import type { OperationsDeps } from "./index.ts";

export const routes = (_deps: OperationsDeps): Route[] => [
  get("/api/health", { allow: "open" }, ({ actor }) => (actor ? { email: actor.email } : { detail: "OK" })),
];
