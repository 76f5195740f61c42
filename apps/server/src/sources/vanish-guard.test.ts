import { describe, expect, it } from "vitest";
import { VanishGuard } from "./vanish-guard.ts";

const lose = (guard: VanishGuard, count: number, now: number, identity = (n: number) => `id ${n}`): void => {
  for (let n = 0; n < count; n++) guard.gone(`${n}.md`, identity(n), now);
};

describe("files that are gone", () => {
  it("are believed after a second of quiet when they are few", () => {
    const guard = new VanishGuard();
    lose(guard, 3, 0);
    expect(guard.judge(97, 500)).toBe("wait");
    expect(guard.judge(97, 1000)).toBe("delete");
    expect(guard.take()).toHaveLength(3);
    expect(guard.isWaiting).toBe(false);
  });

  it("are asked about when they are more than a fifth and at least 20", () => {
    const guard = new VanishGuard();
    lose(guard, 21, 0);
    expect(guard.judge(79, 0)).toBe("ask");
  });

  it.each([
    ["19 of 20", 19, 1],
    ["20 of 100, a fifth", 20, 80],
  ])("are not asked about when they are %s", (_what, lost, remaining) => {
    const guard = new VanishGuard();
    lose(guard, lost, 0);
    expect(guard.judge(remaining, 1000)).toBe("delete");
  });

  it("count together with those believed within ten seconds", () => {
    const guard = new VanishGuard();
    lose(guard, 15, 0);
    guard.judge(35, 1000);
    guard.take();
    for (let n = 20; n < 30; n++) guard.gone(`${n}.md`, undefined, 5000);
    expect(guard.judge(25, 6000)).toBe("ask");
  });

  it("do not count with those of long ago", () => {
    const guard = new VanishGuard();
    lose(guard, 15, 0);
    guard.judge(35, 1000);
    guard.take();
    for (let n = 20; n < 30; n++) guard.gone(`${n}.md`, undefined, 20_000);
    expect(guard.judge(25, 21_000)).toBe("delete");
  });

  it("are a loss also when they had only just come", () => {
    const guard = new VanishGuard();
    for (let n = 0; n < 30; n++) guard.present(`${n}.md`, `id ${n}`, 0);
    lose(guard, 30, 100);
    expect(guard.judge(0, 200)).toBe("ask");
  });

  it("are no loss when they turned up under another name", () => {
    const guard = new VanishGuard();
    lose(guard, 50, 0);
    for (let n = 0; n < 50; n++) guard.present(`moved/${n}.md`, `id ${n}`, 100);
    expect(guard.judge(50, 1200)).toBe("delete");
  });
});
