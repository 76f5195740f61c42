import { describe, expect, it } from "vitest";
import { z } from "zod";
import { queryBool, queryEnum, queryFloat, queryInt, wireFault } from "./query.ts";

const Query = z.object({
  q: z.string(),
  n: queryInt().default(5),
  r: queryBool().default(false),
  d: queryFloat().optional(),
  t: queryEnum(["all", "org", "docx"]).default("all"),
  limit: queryInt({ min: 1, max: 100 }).default(10),
});

function faultsOf(query: Record<string, string>) {
  const read = Query.safeParse(query);
  if (read.success) return [];
  return read.error.issues.map((issue) => ({
    at: issue.path.join("."),
    ...wireFault(issue, query[String(issue.path[0])]),
  }));
}

describe("query values", () => {
  it("reads whole numbers as upstream does, a sign, spaces and a fraction of nothing included", () => {
    const numbers = ["5", "-1", "+7", " 12 ", "3.0"].map((n) => Query.parse({ q: "", n }).n);
    expect(numbers).toEqual([5, -1, 7, 12, 3]);
  });

  it("reads every word that upstream takes for yes and no", () => {
    for (const yes of ["true", "True", "1", "yes", "on", "t", "Y"]) expect(Query.parse({ q: "", r: yes }).r).toBe(true);
    for (const no of ["false", "0", "no", "OFF", "f", "n"]) expect(Query.parse({ q: "", r: no }).r).toBe(false);
  });

  it("takes the default for what was not sent", () => {
    expect(Query.parse({ q: "" })).toEqual({ q: "", n: 5, r: false, t: "all", limit: 10 });
  });

  it("names a fault as upstream's validator does", () => {
    expect(faultsOf({ n: "abc", r: "maybe", d: "", t: "Org", limit: "101" })).toEqual([
      { at: "q", type: "missing", msg: "Field required" },
      { at: "n", type: "int_parsing", msg: "Input should be a valid integer, unable to parse string as an integer" },
      { at: "r", type: "bool_parsing", msg: "Input should be a valid boolean, unable to interpret input" },
      { at: "d", type: "float_parsing", msg: "Input should be a valid number, unable to parse string as a number" },
      {
        at: "t",
        type: "enum",
        msg: "Input should be 'all', 'org' or 'docx'",
        ctx: { expected: "'all', 'org' or 'docx'" },
      },
      { at: "limit", type: "less_than_equal", msg: "Input should be less than or equal to 100", ctx: { le: 100 } },
    ]);
  });

  it("names the faults of bodies too", () => {
    const Body = z.strictObject({ files: z.array(z.string()), name: z.string().max(3) });
    const body: Record<string, unknown> = { files: "a", name: "abcd", more: 1 };
    const read = Body.safeParse(body);
    const types = read.error?.issues.map((issue) => wireFault(issue, body[String(issue.path[0])] ?? body).type);
    expect(types).toEqual(["list_type", "string_too_long", "extra_forbidden"]);
  });
});
