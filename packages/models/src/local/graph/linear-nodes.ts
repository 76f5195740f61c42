import type { Linear } from "../weights/encoder-weights.ts";
import type { OnnxGraph } from "./onnx-graph.ts";

// With weights within ±63 a product of 8-bit numbers cannot overflow on processors that add pairs in 16 bits: every
// processor computes the same sums.
const largest = 63;

/** A matrix product with what is added after it, in float. */
export function floatLinear(graph: OnnxGraph, from: string, linear: Linear): string {
  const matrix = graph.floats(transpose(linear), [linear.inputs, linear.outputs]);
  return graph.node("Add", [graph.node("MatMul", [from, matrix]), graph.floats(linear.bias, [linear.outputs])]);
}

/** The same in 8-bit numbers: one scale for each output, and one for each input tensor, found as it runs. */
export function int8Linear(graph: OnnxGraph, from: string, linear: Linear): string {
  const { values, scales } = quantizeRows(linear.rows, linear.outputs, linear.inputs);
  const matrix = graph.int8s(transpose({ ...linear, rows: values }), [linear.inputs, linear.outputs]);
  const [small = "", scale = "", zero = ""] = graph.nodes("DynamicQuantizeLinear", [from], 3);
  const product = graph.node("MatMulInteger", [small, matrix, zero]);
  const scaled = graph.node("Mul", [
    graph.node("Cast", [product], { to: { int: 1 } }),
    graph.node("Mul", [scale, graph.floats(scales, [linear.outputs])]),
  ]);
  return graph.node("Add", [scaled, graph.floats(linear.bias, [linear.outputs])]);
}

/** Each row within ±63, with the scale that brings it back. */
export function quantizeRows(rows: Float32Array, count: number, width: number) {
  const values = new Int8Array(rows.length);
  const scales = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    const start = row * width;
    let most = 0;
    for (let at = start; at < start + width; at++) most = Math.max(most, Math.abs(rows[at] ?? 0));
    const scale = most === 0 ? 1 : most / largest;
    scales[row] = scale;
    for (let at = start; at < start + width; at++) values[at] = Math.round((rows[at] ?? 0) / scale);
  }
  return { values, scales };
}

function transpose<T extends Float32Array | Int8Array>(matrix: {
  readonly inputs: number;
  readonly outputs: number;
  readonly rows: T;
}): T {
  const { inputs, outputs, rows } = matrix;
  const turned = new (rows.constructor as new (length: number) => T)(rows.length);
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) turned[input * outputs + output] = rows[output * inputs + input] ?? 0;
  }
  return turned;
}
