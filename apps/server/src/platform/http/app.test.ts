import { connect } from "node:net";
import { KhojError, queryBool, queryEnum, queryInt } from "@khoj/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { del, get, patch, post, type Route, stream, text } from "./route.ts";
import { type ServedRoutes, serveRoutes } from "./testing/serve-routes.ts";

const Query = z.object({
  q: z.string(),
  n: queryInt().default(5),
  t: queryEnum(["all", "org"]).default("all"),
  r: queryBool().default(false),
});
const logged: object[] = [];
const remember = (facts: object) => void logged.push(facts);
let served: ServedRoutes;

const routes: Route[] = [
  get("/echo", { allow: "read", query: Query }, ({ query }) => query),
  get("/things/:name", { allow: "open", params: z.object({ name: z.string() }) }, ({ params }) => params),
  get("/things", { allow: "open" }, () => []),
  post("/json", { allow: "write", body: z.object({ a: z.int(), b: z.string().optional() }) }, ({ body }) => body),
  post("/maybe", { allow: "write", body: z.object({}).optional() }, ({ body }) => body ?? "none"),
  patch("/strict", { allow: "write", query: z.object({}), body: z.object({}), strict: true }, () => "ok"),
  get("/scoped", { allow: "admin" }, () => "never"),
  get("/none", { allow: "read" }, () => undefined),
  get("/broken", { allow: "read" }, () => {
    throw new Error("a sentence of somebody's diary");
  }),
  get("/later", { allow: "read", errors: "error" }, () => {
    throw new KhojError("unavailable", "The database is away; try again", { retryAfter: 2.1 });
  }),
  del("/missing", { allow: "write", errors: "status" }, () => {
    throw new KhojError("not_found", "There is no such thing");
  }),
  get("/stream", { allow: "read" }, () => stream(twoPieces())),
  get("/text", { allow: "open" }, () => text("plain")),
];
async function* twoPieces() {
  yield "one ";
  yield "two";
}

beforeAll(async () => {
  served = await serveRoutes(routes, { log: { debug: remember, info: remember, warn: remember, error: remember } });
});
afterAll(() => served.stop());

describe("reading a request", () => {
  it.each([
    ["/echo?&q=a&client=emacs", { q: "a", n: 5 }],
    ["/echo?q=a&q=b", { q: "b" }],
    ["/echo?q=a+b%20c%2B&n=7&r=yes&t=org", { q: "a b c+", n: 7, r: true, t: "org" }],
    ["/echo?q=%ff%fe", { q: "\ufffd\ufffd" }],
    ["/echo?q=100%", { q: "100%" }],
    ["/echo?q=a%00b", { q: "a\ufffdb" }],
  ])("understands %s", async (path, expected) => {
    const answer = await served.get(path);
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject(expected);
  });

  it("takes a whole note as a query", async () => {
    const note = "ы".repeat(42_110);
    const answer = await served.get(`/echo?q=${encodeURIComponent(note)}`);
    expect(answer.json()).toMatchObject({ q: note });
  });

  it("reads a thousand parameters and no more", async () => {
    expect((await served.get(`/echo?${"x=1&".repeat(999)}q=last`)).json()).toMatchObject({ q: "last" });
    expect((await served.get(`/echo?${"x=1&".repeat(1000)}q=late`)).status).toBe(422);
  });

  it("says what is wrong with a value that is nested too deep to be repeated", async () => {
    const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    const answer = await served.request("POST", "/json", { body: deep });
    expect([answer.status, answer.json()]).toEqual([
      422,
      { detail: [{ type: expect.any(String), loc: ["body", "a"], msg: expect.any(String), input: null }] },
    ]);
  });

  it("says in a sentence when a request line is longer than that", async () => {
    const answer = await served.get(`/echo?q=${"a".repeat(2_000_000)}`);
    expect(answer.status).toBe(431);
    expect(answer.text).toContain("longer than");
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  });

  it("replaces what no database keeps, in bodies and paths too", async () => {
    const body = await served.request("POST", "/json", {
      headers: { "content-type": "application/json" },
      body: '{"a":1,"b":"x\\u0000\\ud800y\\ud83d\\ude00"}',
    });
    expect(body.json()).toEqual({ a: 1, b: "x\ufffd\ufffdy😀" });
    expect((await served.get("/things/a%00b")).json()).toEqual({ name: "a\ufffdb" });
  });

  it.each([["application/json"], ["application/json; charset=utf-8"]])(
    "takes an empty body of type %s",
    async (type) => {
      const answer = await served.request("POST", "/maybe", { headers: { "content-type": type } });
      expect(answer.json()).toBe("none");
    },
  );

  it("answers what is no HTTP with 400 and our headers", async () => {
    const answer = await new Promise<string>((resolve) => {
      const { hostname, port } = new URL(served.url);
      const socket = connect(Number(port), hostname, () => socket.end("NONSENSE\r\n\r\n"));
      let all = "";
      socket.on("data", (data) => {
        all += data.toString();
      });
      socket.on("close", () => resolve(all));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*content-security-policy.*Invalid HTTP request received\.$/s);
  });
});

describe("refusing what does not fit", () => {
  const faults = async (path: string) => (await served.get(path)).json().detail;

  it("lists every fault of a query in the words clients know", async () => {
    expect(await faults("/echo?n=abc&t=Org&r=perhaps")).toEqual([
      { type: "missing", loc: ["query", "q"], msg: "Field required", input: null },
      {
        type: "int_parsing",
        loc: ["query", "n"],
        msg: "Input should be a valid integer, unable to parse string as an integer",
        input: "abc",
      },
      {
        type: "enum",
        loc: ["query", "t"],
        msg: "Input should be 'all' or 'org'",
        input: "Org",
        ctx: { expected: "'all' or 'org'" },
      },
      {
        type: "bool_parsing",
        loc: ["query", "r"],
        msg: "Input should be a valid boolean, unable to interpret input",
        input: "perhaps",
      },
    ]);
  });

  it.each([
    [
      '{"b":3}',
      "application/json",
      [
        ["missing", ["body", "a"], { b: 3 }],
        ["string_type", ["body", "b"], 3],
      ],
    ],
    [
      '{"b":3,"password":"sesame","deep":[{"smtp_url":"smtp://a:b@c"}]}',
      "application/json",
      [
        ["missing", ["body", "a"], { b: 3, password: null, deep: [{ smtp_url: null }] }],
        ["string_type", ["body", "b"], 3],
      ],
    ],
    ['{"a":1.5}', "application/json", [["int_from_float", ["body", "a"], 1.5]]],
    ['{"a":', "application/json", [["json_invalid", ["body", 5], {}]]],
    ["", "application/json", [["missing", ["body"], null]]],
    ['{"a":1}', "text/plain", [["model_attributes_type", ["body"], '{"a":1}']]],
  ])("names what is wrong with the body %s", async (body, type, expected) => {
    const answer = await served.request("POST", "/json", { headers: { "content-type": type }, body });
    expect(answer.status).toBe(422);
    const found = answer.json().detail.map(({ type, loc, input }: Record<string, unknown>) => [type, loc, input]);
    expect(found).toEqual(expected);
  });

  it("ignores unknown keys on contract routes, and refuses them on ours, where only client is always welcome", async () => {
    expect((await served.get("/echo?q=a&odd=1")).status).toBe(200);
    expect((await served.send("PATCH", "/strict?client=web", {})).status).toBe(200);
    expect((await served.send("PATCH", "/strict?odd=1", {})).status).toBe(422);
    expect((await served.send("PATCH", "/strict", { odd: 1 })).status).toBe(422);
  });

  it("refuses a key without the scope, before it looks at anything else", async () => {
    const answer = await served.get("/scoped");
    expect(answer.status).toBe(403);
    expect(answer.json()).toEqual({ detail: "Forbidden", reason: expect.stringContaining("admin"), needs: "scope" });
  });

  it("refuses nobody the open routes, and asks nobody's parameters of the others", async () => {
    const closed = await serveRoutes(routes, { identify: async () => ({}) });
    const statuses = await Promise.all(
      ["/echo", "/echo?n=x", "/text"].map(async (path) => (await closed.get(path)).status),
    );
    await closed.stop();
    expect(statuses).toEqual([403, 403, 200]);
  });

  it("stops reading a body that is longer than the route takes", async () => {
    const small = await serveRoutes([
      post("/small", { allow: "write", body: z.unknown(), bodyLimit: 100 }, () => "ok"),
    ]);
    const answer = await small.send("POST", "/small", { text: "x".repeat(200) });
    await small.stop();
    expect(answer.status).toBe(413);
  });

  // Parsed and checked, twenty million bytes of short keys kept everybody waiting for twenty seconds.
  it("takes little JSON from whoever is not known yet, and no more than a megabyte from anybody", async () => {
    const body = z.record(z.string(), z.unknown());
    const unlimited = await serveRoutes([
      post("/open", { allow: "open", body }, () => "ok"),
      post("/known", { allow: "write", body }, () => "ok"),
    ]);
    const status = async (path: string, length: number) =>
      (await unlimited.send("POST", path, { text: "x".repeat(length) })).status;
    const statuses = [
      await status("/open", 60_000),
      await status("/open", 70_000),
      await status("/known", 1_000_000),
      await status("/known", 1_100_000),
    ];
    await unlimited.stop();
    expect(statuses).toEqual([200, 413, 200, 413]);
  });
});

describe("answering", () => {
  it("words each refusal in the shape of its route", async () => {
    const later = await served.get("/later");
    expect([later.status, later.headers["retry-after"], later.json()]).toEqual([
      503,
      "3",
      { error: "The database is away; try again" },
    ]);
    const missing = await served.request("DELETE", "/missing");
    expect([missing.status, missing.json()]).toEqual([404, { status: "error", message: "There is no such thing" }]);
  });

  it("answers an error nobody expected with 500 and CORS headers, and keeps the note's words out of answer and log", async () => {
    const answer = await served.get("/broken", { origin: "app://obsidian.md" });
    expect([answer.status, answer.text]).toEqual([500, "Internal Server Error"]);
    expect(answer.headers["access-control-allow-origin"]).toBe("app://obsidian.md");
    expect(logged).toContainEqual(expect.objectContaining({ path: "/broken", error: expect.any(Error) }));
  });

  it("logs the route of a request, never what was asked", async () => {
    await served.get("/echo?q=my-secret-question");
    await served.get("/nowhere?q=my-secret-question");
    expect(logged).toContainEqual(expect.objectContaining({ path: "/echo", status: 200 }));
    expect(JSON.stringify(logged)).not.toContain("my-secret-question");
  });

  it("logs nothing of a path it has no route for, where a secret with a slash too many may stand", async () => {
    logged.length = 0;
    expect((await served.get("/things/my-secret-name/")).status).toBe(307);
    expect((await served.get("/my-secret-place")).status).toBe(404);
    expect(logged).toContainEqual(expect.objectContaining({ path: "(no route)", status: 404 }));
    expect(JSON.stringify(logged)).not.toContain("my-secret");
  });

  it("streams pieces as they come, and null for nothing", async () => {
    expect((await served.get("/stream")).text).toBe("one two");
    expect((await served.get("/none")).text).toBe("null");
  });

  it("tells a person at an address where there is nothing in words, and a program in JSON", async () => {
    const person = await served.get("/nowhere", { "sec-fetch-mode": "navigate" });
    expect([person.status, person.headers["content-type"]]).toEqual([404, "text/html; charset=utf-8"]);
    expect(person.text).toContain("nothing at this address");
    expect((await served.get("/nowhere")).json()).toEqual({ detail: "Not Found" });
  });

  it("answers HEAD as GET without the body", async () => {
    const answer = await served.request("HEAD", "/text");
    expect([answer.status, answer.text]).toEqual([200, ""]);
  });

  it.each([
    ["GET", "/things/?a=1", 307, "location", "/things?a=1"],
    ["PUT", "/things", 405, "allow", "GET, HEAD"],
    ["GET", "/json", 405, "allow", "POST"],
    ["GET", "//things", 404, "location", undefined],
    ["GET", "/Things", 404, "location", undefined],
    ["GET", "/../../etc/passwd", 404, "location", undefined],
  ])("%s %s is %i", async (method, path, status, header, value) => {
    const answer = await served.request(method, path);
    expect(answer.status).toBe(status);
    expect(String(answer.headers[header] ?? "").replace(served.url, "")).toBe(value ?? "");
  });

  it("refuses to be built with a route that does not say who may call it", async () => {
    const careless = { ...get("/careless", { allow: "open" }, () => "x"), allow: undefined } as unknown as Route;
    await expect(serveRoutes([careless])).rejects.toThrow("GET /careless does not say who may call it");
  });
});
