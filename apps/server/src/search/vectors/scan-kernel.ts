import { type Code, valueType, type WasmFunction, wasm, wasmModule } from "./wasm-module.ts";
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
  /** The product of one vector with the query. */
  product(vector: number, query: number): number;
}

const { i32, f32, i32x4, v128, get, set, tee, block, loop, branch, branchIf } = wasm;
const type = valueType;

/** Compiles the scan for vectors of so many numbers: its inner loop is written out in full. */
export function makeScan(memory: WasmMemory, mostPages: number, dimensions: number): Scan {
  const stride = strideOf(dimensions);
  return runModule<Scan>(wasmModule([scanFunction(stride), productFunction(stride)], mostPages), memory);
}

const productFunction = (stride: number): WasmFunction => ({
  name: "product",
  parameters: [type.i32, type.i32],
  result: type.i32,
  locals: [type.v128],
  body: [...products(0, 1, stride), set(2), ...sumOfLanes(2)],
});

function scanFunction(stride: number): WasmFunction {
  const [vectors, scales, mask, count, query, threshold, found] = [0, 1, 2, 3, 4, 5, 6];
  const [place, hits, product, score] = [7, 8, 9, 10];
  const body: readonly Code[] = [
    block(
      loop(
        ...[get(place), get(count), i32.geU, branchIf(1)],
        block(
          ...[get(mask), get(place), i32.add, i32.load8U, i32.eqz, branchIf(0)],
          ...[...products(vectors, query, stride), set(product), ...sumOfLanes(product), f32.convertI32S],
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
  const { i32: whole, f32: real, v128: wide } = type;
  const parameters = [whole, whole, whole, whole, whole, real, whole];
  return { name: "scan", parameters, result: whole, locals: [whole, whole, wide, real], body };
}

const advance = (local: number, by: number): readonly Code[] => [get(local), i32.const(by), i32.add, set(local)];

const sumOfLanes = (wide: number): readonly Code[] =>
  [0, 1, 2, 3].flatMap((lane) => [get(wide), i32x4.extractLane(lane), ...(lane === 0 ? [] : [i32.add])]);

/** The products of a vector and a query in the four lanes of one value. */
const products = (vector: number, query: number, stride: number): readonly Code[] =>
  Array.from({ length: stride / lanes }, (_, step) => [
    ...[get(vector), v128.load8x8S(step * lanes), get(query), v128.load(step * lanes * 2), i32x4.dotI16x8S],
    ...(step === 0 ? [] : [i32x4.add]),
  ]).flat();
