import { type Code, valueType, wasm, wasmModule } from "./wasm-module.ts";
import { runModule, type WasmMemory } from "./wasm-runtime.ts";

/** Numbers that are read at once: vectors are padded with zeros to a multiple of it. */
const lanes = 8;

export const strideOf = (dimensions: number): number => Math.ceil(dimensions / lanes) * lanes;

export interface Scan {
  /**
   * Over `count` vectors at `vectors`: product of int8 × int16 with the query, times the vector's scale. Those whose mask is
   * not 0 and whose product is above `threshold` are written to `found`, as pairs of place (u32) and product (f32); how many.
   */
  scan(
    vectors: number,
    scales: number,
    mask: number,
    count: number,
    query: number,
    threshold: number,
    found: number,
  ): number;
}

const [vectors, scales, mask, count, query, threshold, found] = [0, 1, 2, 3, 4, 5, 6];
const [place, hits, product, score] = [7, 8, 9, 10];
const { i32, f32, i32x4, v128, get, set, tee, block, loop, branch, branchIf } = wasm;

/** Compiles the scan for vectors of so many numbers: its inner loop is written out in full. */
export function makeScan(memory: WasmMemory, mostPages: number, dimensions: number): Scan {
  const stride = strideOf(dimensions);
  const i = valueType;
  const bytes = wasmModule(
    {
      name: "scan",
      parameters: [i.i32, i.i32, i.i32, i.i32, i.i32, i.f32, i.i32],
      result: i.i32,
      locals: [i.i32, i.i32, i.v128, i.f32],
      body: body(stride),
    },
    mostPages,
  );
  return runModule<Scan>(bytes, memory);
}

const sumOfLanes: readonly Code[] = [0, 1, 2, 3].flatMap((lane) => [
  get(product),
  i32x4.extractLane(lane),
  ...(lane === 0 ? [] : [i32.add]),
]);

const body = (stride: number): readonly Code[] => [
  block(
    loop(
      ...[get(place), get(count), i32.geU, branchIf(1)],
      block(
        ...[get(mask), get(place), i32.add, i32.load8U, i32.eqz, branchIf(0)],
        ...productWith(stride),
        ...[...sumOfLanes, f32.convertI32S],
        ...[get(scales), f32.load, f32.mul, tee(score), get(threshold), f32.le, branchIf(0)],
        ...[get(found), get(place), i32.store(0), get(found), get(score), f32.store(4)],
        ...advance(found, 8),
        ...advance(hits, 1),
      ),
      ...advance(vectors, stride),
      ...advance(scales, 4),
      ...advance(place, 1),
      branch(0),
    ),
  ),
  get(hits),
];

const advance = (local: number, by: number): readonly Code[] => [get(local), i32.const(by), i32.add, set(local)];

/** Two sums side by side, so that one addition need not wait for the other. */
function productWith(stride: number): readonly Code[] {
  const steps = Array.from({ length: stride / lanes }, (_, step) => [
    ...[get(vectors), v128.load8x8S(step * lanes), get(query), v128.load(step * lanes * 2), i32x4.dotI16x8S],
    ...(step === 0 ? [] : [i32x4.add]),
  ]);
  return [...steps.flat(), set(product)];
}
