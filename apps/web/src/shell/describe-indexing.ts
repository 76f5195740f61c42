import type { IndexingProgress } from "@khoj/contract";

export interface IndexingWords {
  readonly said: string;
  /** From 0 to 1, where it can be told. */
  readonly done?: number;
  /** Somebody has to do something before it goes on. */
  readonly waits?: boolean;
}

/** What is still missing before everything is found by its text: undefined when nothing is. */
export function describeText({ text }: IndexingProgress): IndexingWords | undefined {
  if (text.waiting === 0) return undefined;
  const files = `${count(text.waiting)} ${text.waiting === 1 ? "file" : "files"}`;
  return { said: `Text: ${files} still to read`, done: text.files / (text.files + text.waiting) };
}

/** What is still missing before everything is found by its meaning: undefined when nothing is. */
export function describeMeaning({ meaning }: IndexingProgress): IndexingWords | undefined {
  const { state, reason, model, got, passages, embedded, paused, seconds_left } = meaning;
  const because = reason === null ? "" : `: ${withoutStop(reason)}`;
  switch (state) {
    case "off":
      return { said: "Found by words only: no model reads meaning", waits: true };
    case "failed":
      return { said: `Found by words only${because === "" ? ": the model failed" : because}`, waits: true };
    case "getting":
      return {
        said: `Fetching the model that reads meaning${model === null ? "" : `, ${model}`}; words find meanwhile`,
        ...(got === null ? {} : { done: got }),
      };
    case "waiting":
      return { said: `Found by words only${because === "" ? ": the model is on its way" : because}` };
    case "loading":
      return { said: "Found by words only: the model is being loaded" };
    case "ready":
      if (embedded >= passages) return undefined;
      return {
        said: [
          `Meaning: ${count(embedded)} of ${count(passages)} passages`,
          paused ? "paused" : (reason ?? timeLeft(seconds_left)),
        ]
          .filter((part) => part !== "")
          .join(" · "),
        done: embedded / passages,
        waits: paused,
      };
  }
}

function timeLeft(seconds: number | null): string {
  if (seconds === null) return "";
  if (seconds < 50) return "less than a minute";
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `about ${minutes} min` : `about ${Math.round(minutes / 60)} h`;
}

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, "");
const count = (number: number): string => number.toLocaleString("en-GB");
