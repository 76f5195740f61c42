import { expect, test } from "vitest";
import { describeDay } from "./describe-moment.ts";
import { readMoment } from "./moment.tsx";

const now = new Date("2026-11-24T14:05:00Z");
const said = (time: string, zone = "Europe/Berlin") => describeDay(new Date(time), now, zone);

test("says a moment as short as it can be said", () => {
  expect(said("2026-11-24T14:04:30Z")).toBe("now");
  expect(said("2026-11-24T08:00:00Z")).toBe("09:00");
  expect(said("2026-11-23T13:05:00Z")).toBe("yesterday 14:05");
  expect(said("2026-03-03T12:00:00Z")).toBe("3 Mar");
  expect(said("2024-03-03T12:00:00Z")).toBe("3 Mar 2024");
});

test("counts days in the reader's zone", () => {
  expect(said("2026-11-23T23:30:00Z", "Europe/Berlin")).toBe("00:30");
  expect(said("2026-11-23T23:30:00Z", "UTC")).toBe("yesterday 23:30");
});

test("reads the times servers write", () => {
  expect(readMoment("2026-11-23 08:49:22.123456+00:00")?.toISOString()).toBe("2026-11-23T08:49:22.123Z");
  expect(readMoment("2026-11-23 08:49:22")?.toISOString()).toBe("2026-11-23T08:49:22.000Z");
  expect(readMoment("never")).toBeUndefined();
});
