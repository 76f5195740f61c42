import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { adoptFolder, removeInstalled } from "@khoj/models";
import { writeTinyModel } from "@khoj/models/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { silentLog } from "../../platform/log.ts";
import { keepReranker } from "./keep-reranker.ts";

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "khoj-reranker-"));
});
afterAll(() => rm(home, { recursive: true }));

it("a cross-encoder that somebody adds ranks without a new start, until it is removed", async () => {
  const models = path.join(home, "models");
  const kept = keepReranker(models, silentLog);
  expect(kept.reranker()).toBeUndefined();
  await adoptFolder(writeTinyModel(path.join(home, "ranks"), { kind: "bert", head: "classifier" }), models);
  await expect.poll(() => kept.reranker()?.name, { timeout: 60_000, interval: 200 }).toBe("ranks");
  const ranked = (await kept.reranker()?.rank("the cat", ["the cat sat on the mat", "rain and sun"])) ?? [];
  expect(ranked.map((relevance) => relevance >= 0 && relevance <= 1)).toEqual([true, true]);
  await removeInstalled(models, "ranks");
  await expect.poll(() => kept.reranker(), { timeout: 60_000, interval: 200 }).toBeUndefined();
  await kept.stop();
});
