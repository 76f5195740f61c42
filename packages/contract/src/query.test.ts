import { describe, expect, it } from "vitest";
import { z } from "zod";
import { queryBool, queryEnum, queryFloat, queryInt } from "./query.ts";

const Query = z.object({
  q: z.string(),
  n: queryInt().default(5),
  r: queryBool().default(false),
  d: queryFloat().optional(),
  t: queryEnum(["all", "org", "docx"]).default("all"),
  limit: queryInt({ min: 1, max: 100 }).default(10),
});

describe("query values", () => {
  it("reads whole numbers as upstream does, a sign, spaces and a fraction of nothing included", () => {
    const numbers = ["5", "-1", "+7", " 12 ", "3.0"].map((n) => Query.parse({ q: "", n }).n);
    expect(numbers).toEqual([5, -1, 7, 12, 3]);
  });

  it("keeps numbers beyond all bounds at the bounds of exact ones", () => {
    expect(Query.parse({ q: "", n: "9".repeat(400) }).n).toBe(Number.MAX_SAFE_INTEGER);
  });

  it("reads every word that upstream takes for yes and no", () => {
    for (const yes of ["true", "True", "1", "yes", "on", "t", "Y"]) expect(Query.parse({ q: "", r: yes }).r).toBe(true);
    for (const no of ["false", "0", "no", "OFF", "f", "n"]) expect(Query.parse({ q: "", r: no }).r).toBe(false);
  });

  it("takes the default for what was not sent", () => {
    expect(Query.parse({ q: "" })).toEqual({ q: "", n: 5, r: false, t: "all", limit: 10 });
  });

  it("names a fault as upstream's validator does", () => {
    const issues = Query.safeParse({ q: "", n: "abc", r: "maybe", d: "" }).error?.issues ?? [];
    expect(issues.map((issue) => [issue.path[0], issue.code === "custom" && issue.params, issue.message])).toEqual([
      ["n", { type: "int_parsing" }, "Input should be a valid integer, unable to parse string as an integer"],
      ["r", { type: "bool_parsing" }, "Input should be a valid boolean, unable to interpret input"],
      ["d", { type: "float_parsing" }, "Input should be a valid number, unable to parse string as a number"],
    ]);
  });

  it("refuses what is out of bounds or not of the list", () => {
    const codes = (query: object) => Query.safeParse({ q: "", ...query }).error?.issues.map((issue) => issue.code);
    expect(codes({ limit: "0" })).toEqual(["too_small"]);
    expect(codes({ limit: "101" })).toEqual(["too_big"]);
    for (const t of ["Org", "", "bogus"]) expect(codes({ t })).toEqual(["invalid_value"]);
    expect(Query.safeParse({}).error?.issues.map((issue) => issue.path)).toEqual([["q"]]);
  });
});
