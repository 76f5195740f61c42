import { describe, expect, it } from "vitest";
import type { Actor } from "../../platform/actor.ts";
import { somebody } from "../../platform/http/testing/serve-routes.ts";
import { ActorCache } from "./actor-cache.ts";

const isSomebody = ({ personId }: Actor): boolean => personId === somebody.personId;

describe("what is remembered of who is asking", () => {
  it("is asked once, and again after it was forgotten", async () => {
    const cache = new ActorCache();
    let asked = 0;
    const load = async () => ({ actor: { ...somebody, username: `${++asked}` } });
    await cache.get("key", load);
    await cache.get("key", load);
    cache.forget(({ personId }) => personId === "somebody else");
    expect((await cache.get("key", load)).actor?.username).toBe("1");
    cache.forget(isSomebody);
    expect((await cache.get("key", load)).actor?.username).toBe("2");
  });

  it("is never what was true only when the look-up began", async () => {
    const cache = new ActorCache();
    const first = Promise.withResolvers<void>();
    let asked = 0;
    const found = cache.get("key", async () => {
      asked += 1;
      if (asked > 1) return {};
      await first.promise;
      return { actor: somebody };
    });
    cache.forget(isSomebody);
    first.resolve();
    expect(await found).toEqual({});
    expect(await cache.get("key", async () => ({ actor: somebody }))).toEqual({ actor: somebody });
  });
});
