import { describe, expect, it } from "vitest";
import { compareRecordings } from "./compare-recordings.ts";
import { Recording } from "./recording.ts";

const recording = (...steps: object[]) =>
  Recording.parse({ steps: steps.map((step) => ({ id: "a", section: "s", request: "GET /", status: 200, ...step })) });
const linesOf = (upstream: Recording, ours: Recording) =>
  compareRecordings(upstream, ours).map(({ id, lines }) => [id, ...lines]);

describe("comparing two recordings", () => {
  it("sees another status, body, header, frame and a missing step", () => {
    const upstream = recording(
      { id: "status" },
      { id: "body", body: { value: { x: 1 } } },
      { id: "header", headers: { location: "/" } },
      { id: "frames", frames: [{ type: "a" }] },
      { id: "gone" },
    );
    const ours = recording(
      { id: "status", status: 404 },
      { id: "body", body: { value: { x: 2 } } },
      { id: "header" },
      { id: "frames", frames: [] },
    );
    expect(linesOf(upstream, ours)).toEqual([
      ["status", "status: 200 | 404"],
      ["body", 'body: {"value":{"x":1}} | {"value":{"x":2}}'],
      ["header", 'location: "/" | nothing'],
      ["frames", 'frames: [{"type":"a"}] | []'],
      ["gone", "ours does not get to this step"],
    ]);
  });

  it("does not mind what ours adds to a passage, and minds what upstream has in it", () => {
    const passage = { file: "a.md", compiled: "x", uri: "file://a.md#line=1" };
    const ours = { ...passage, line: 1, match: { via: "words" } };
    expect(linesOf(recording({ body: [passage] }), recording({ body: [ours] }))).toEqual([]);
    expect(linesOf(recording({ body: [passage] }), recording({ body: [{ ...ours, uri: "" }] }))).toHaveLength(1);
  });

  it("minds neither spaces in JSON, nor the length of prose, nor the reason beside a refusal", () => {
    const upstream = recording({
      headers: { "content-type": "application/json" },
      body: { spaced: true, value: { detail: "Forbidden", persona: "<prose 90>" } },
    });
    const ours = recording({
      headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
      body: { value: { persona: "<prose 12>", detail: "Forbidden", reason: "Sign in" } },
    });
    expect(linesOf(upstream, ours)).toEqual([]);
  });
});
