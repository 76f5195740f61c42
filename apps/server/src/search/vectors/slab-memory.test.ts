import { describe, expect, it } from "vitest";
import { seededRandom } from "../index/testing/notes.ts";
import { SlabMemory } from "./slab-memory.ts";
import { writeQuery } from "./two-byte-vector.ts";

describe("the scan", () => {
  it.each([1, 7, 8, 9, 384, 1000, 8192])(
    "multiplies exactly, also the largest numbers there can be, of %i",
    (dimensions) => {
      const random = seededRandom(dimensions);
      const memory = new SlabMemory(dimensions, Number.POSITIVE_INFINITY);
      const offset = memory.allocate(64) ?? -1;
      const extreme = (at: number): number => (random() < 0.5 ? 127 : -127) * (at % 3 === 0 ? 1 : Math.round(random()));
      const vectors = [
        new Int8Array(dimensions).fill(127),
        new Int8Array(dimensions).fill(-127),
        ...Array.from({ length: 30 }, () => Int8Array.from({ length: dimensions }, (_, at) => extreme(at))),
      ];
      const query = Float32Array.from({ length: dimensions }, (_, at) => (at % 2 === 0 ? 1 : -1));
      for (const given of [query, new Float32Array(dimensions).fill(1)]) {
        const scale = writeQuery(given, memory.query, memory.stride);
        const whole = [...memory.query.subarray(0, dimensions)];
        for (const [slot, vector] of vectors.entries()) {
          memory.coarse(offset, slot, dimensions).set(vector);
          memory.setScale(offset, 64, slot, 2);
          memory.live(offset, 64)[slot] = slot % 5 === 4 ? 0 : 1;
        }
        const expected = vectors.map((vector) =>
          vector.reduce((sum, value, at) => sum + value * (whole[at] as number), 0),
        );
        expect(vectors.map((_, slot) => memory.products(offset, 64, slot).coarse)).toEqual(expected);
        const found = new Map<number, number>();
        const top = { threshold: -1, offer: (slot: number, product: number) => void found.set(slot, product) };
        memory.scan({ offset, capacity: 64, count: vectors.length }, "live", top);
        const passing = expected.flatMap((product, slot) =>
          slot % 5 !== 4 && product * 2 > -1 ? [[slot, Math.fround(Math.fround(product) * 2)] as const] : [],
        );
        expect([...found]).toEqual(passing);
        expect(scale * (whole[0] ?? 0)).toBeCloseTo(given[0] ?? 0, 3);
      }
    },
  );

  it("grows without losing what stands in it, and hands out again, emptied, what was given back", () => {
    const memory = new SlabMemory(384, Number.POSITIVE_INFINITY);
    const first = memory.allocate(64) ?? -1;
    memory.coarse(first, 63, 384).fill(42);
    const others = Array.from({ length: 40 }, () => memory.allocate(4096) ?? -1);
    expect(new Set(others).size).toBe(40);
    expect([...memory.coarse(first, 63, 384)]).toEqual(new Array(384).fill(42));
    const { size } = memory;
    memory.release(first, 64);
    expect(memory.allocate(64)).toBe(first);
    expect([...memory.coarse(first, 63, 384)]).toEqual(new Array(384).fill(0));
    expect(memory.size).toBe(size);
  });
});
