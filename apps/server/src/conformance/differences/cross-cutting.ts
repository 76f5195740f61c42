import { all, type Differences } from "../differences.ts";

const cors = (ids: readonly string[], status: number, why: string): Differences =>
  all(ids, { kind: "by-ruling", status, why, ruled: "ours.md §4 CORS" });

/** Section 0: how requests are answered whatever they ask. */
export const crossCutting: Differences = {
  "health-head": { kind: "defect-mended", status: 200, why: "HEAD is answered", ruled: "observed.md D31" },
  ...all(["method", "method-delete", "options-plain"], {
    kind: "defect-mended",
    status: 405,
    why: "Allow names every method of the path, not the first route's only",
    ruled: "observed.md D31",
  }),
  openapi: { kind: "by-ruling", status: 200, why: "describes our routes", ruled: "ours.md §4 /openapi.json" },
  redoc: {
    kind: "by-ruling",
    status: 404,
    why: "a page that loads a script from another host; /openapi.json describes the routes",
    ruled: "do-better.md W-54",
  },
  ...all(["validation-noctype", "validation-emptybody"], {
    kind: "defect-mended",
    status: 422,
    why: "each fault is listed once",
    ruled: "observed.md D34",
  }),
  "cors-on-500": {
    kind: "defect-mended",
    status: 404,
    why: "an unknown file is not found, and the refusal carries CORS headers",
    ruled: "do-better.md W-42, observed.md A8",
  },
  ...corsDifferences(),
};

function corsDifferences(): Differences {
  const allowed = ["obsidian", "ios", "desktop"];
  const refusedByBoth = ["localhost-port", "loopback-port", "cloudhttp", "evil", "nul"];
  const refusedByUs = ["android", "star", "cloud"];
  const preflight = (name: string) => `cors-preflight-${name}`;
  const read = (name: string) => `cors-get-${name}`;
  const methods = ["POST", "PUT", "PATCH", "DELETE", "HEAD"].map((method) => `cors-method-${method}`);
  const noCredentials = "bearer only: no allow-credentials; methods and headers are named, not mirrored";
  const notOurs = "in anonymous mode only the apps' own origins may read, unless KHOJ_ALLOWED_ORIGINS names others";
  return {
    ...cors(
      [...allowed.map(preflight), ...methods, "cors-no-reqheaders", "cors-preflight-unknown"],
      200,
      noCredentials,
    ),
    ...cors([...allowed, ...refusedByBoth].map(read), 200, noCredentials),
    ...cors(["cors-on-403"], 200, noCredentials),
    ...cors(["cors-on-404"], 404, noCredentials),
    ...cors(["cors-on-422"], 422, noCredentials),
    ...cors([...refusedByBoth.map(preflight), "cors-method-TRACE"], 400, noCredentials),
    ...cors(refusedByUs.map(preflight), 400, notOurs),
    ...cors(refusedByUs.map(read), 200, notOurs),
    ...cors(["cors-private-network"], 200, "Private Network Access is answered to the apps' origins"),
  };
}
