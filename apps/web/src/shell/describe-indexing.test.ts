import type { IndexingProgress } from "@khoj/contract";
import { expect, test } from "vitest";
import { describeMeaning, describeText } from "./describe-indexing.ts";

type Meaning = IndexingProgress["meaning"];
const progress = (meaning: Partial<Meaning>, waiting = 0): IndexingProgress => ({
  text: { files: 30, waiting, passages: 3000 },
  meaning: {
    state: "ready",
    reason: null,
    model: "a model",
    got: null,
    passages: 3000,
    embedded: 3000,
    paused: false,
    per_second: null,
    seconds_left: null,
    ...meaning,
  },
});

test("nothing is said when everything is read", () => {
  expect(describeText(progress({}))).toBeUndefined();
  expect(describeMeaning(progress({}))).toBeUndefined();
});

test("meaning is counted, with how long it will take", () => {
  expect(describeMeaning(progress({ embedded: 1240, seconds_left: 118 }))).toEqual({
    said: "Meaning: 1,240 of 3,000 passages · about 2 min",
    done: 1240 / 3000,
    waits: false,
  });
  expect(describeMeaning(progress({ embedded: 1, seconds_left: 9 }))?.said).toContain("less than a minute");
  expect(describeMeaning(progress({ embedded: 1, seconds_left: 20_000 }))?.said).toContain("about 6 h");
});

test("what stands still says why", () => {
  expect(describeMeaning(progress({ embedded: 1240, paused: true }))).toMatchObject({
    said: "Meaning: 1,240 of 3,000 passages · paused",
    waits: true,
  });
  expect(describeMeaning(progress({ state: "failed", reason: "Its file was cut. Get it again." }))).toEqual({
    said: "Found by words only: Its file was cut. Get it again",
    waits: true,
  });
  expect(describeMeaning(progress({ state: "waiting", reason: "The hub is asked again in 5 min." }))?.said).toBe(
    "Found by words only: The hub is asked again in 5 min",
  );
});

test("a model on its way is named, and how much of it has come", () => {
  expect(describeMeaning(progress({ state: "getting", got: 0.4 }))).toEqual({
    said: "Fetching the model that reads meaning, a model; words find meanwhile",
    done: 0.4,
  });
});

test("text is counted apart", () => {
  expect(describeText(progress({}, 10))).toEqual({ said: "Text: 10 files still to read", done: 0.75 });
});
