import { type Bytes, bytesField, floatField, intField, join, messageField, textField } from "./protobuf.ts";

// The numbers below are those of onnx.proto.
const elementTypes = { float: 1, uint8: 2, int8: 3, int64: 7 } as const;
export type ElementType = keyof typeof elementTypes;
const attributeTypes = { float: 1, int: 2, text: 3, ints: 7 } as const;
const irVersion = 9;
const operatorSet = 20;

export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly ints: readonly number[] };
/** A dimension that is a name varies from run to run. */
export type Dimension = number | string;

/** Writes an ONNX model node by node. Values are named by what `node` and the constants answer. */
export interface OnnxGraph {
  input(name: string, type: ElementType, shape: readonly Dimension[]): string;
  output(name: string, from: string, shape: readonly Dimension[]): void;
  floats(values: Float32Array | readonly number[], shape: readonly number[]): string;
  int8s(values: Int8Array, shape: readonly number[]): string;
  integers(values: readonly number[], shape?: readonly number[]): string;
  node(operator: string, inputs: readonly string[], attributes?: Readonly<Record<string, Attribute>>): string;
  nodes(
    operator: string,
    inputs: readonly string[],
    outputs: number,
    attributes?: Readonly<Record<string, Attribute>>,
  ): readonly string[];
  finish(): Bytes;
}

export function onnxGraph(producer: string): OnnxGraph {
  const nodes: Bytes[] = [];
  const constants: Bytes[] = [];
  const inputs: Bytes[] = [];
  const outputs: Bytes[] = [];
  let count = 0;
  const nextName = (): string => `v${count++}`;

  const addNode = (
    operator: string,
    from: readonly string[],
    to: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): void => {
    const words = [...from.map((name) => textField(1, name)), ...to.map((name) => textField(2, name))];
    const said = Object.entries(attributes).map(([name, value]) => messageField(5, attribute(name, value)));
    nodes.push(messageField(1, [...words, textField(4, operator), ...said]));
  };
  const addConstant = (type: ElementType, values: ArrayBufferView, shape: readonly number[]): string => {
    const name = nextName();
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const fields = [...shape.map((size) => intField(1, size)), intField(2, elementTypes[type]), textField(8, name)];
    constants.push(messageField(5, [...fields, bytesField(9, bytes)]));
    return name;
  };

  return {
    input(name, type, shape) {
      inputs.push(messageField(11, valueInfo(name, type, shape)));
      return name;
    },
    output(name, from, shape) {
      addNode("Identity", [from], [name]);
      outputs.push(messageField(12, valueInfo(name, "float", shape)));
    },
    floats: (values, shape) =>
      addConstant("float", values instanceof Float32Array ? values : Float32Array.from(values), shape),
    int8s: (values, shape) => addConstant("int8", values, shape),
    integers: (values, shape = [values.length]) =>
      addConstant(
        "int64",
        BigInt64Array.from(values, (value) => BigInt(value)),
        shape,
      ),
    node(operator, from, attributes) {
      const name = nextName();
      addNode(operator, from, [name], attributes);
      return name;
    },
    nodes(operator, from, howMany, attributes) {
      const names = Array.from({ length: howMany }, nextName);
      addNode(operator, from, names, attributes);
      return names;
    },
    finish() {
      const graph = [...nodes, textField(2, "encoder"), ...constants, ...inputs, ...outputs];
      const operators = messageField(8, [textField(1, ""), intField(2, operatorSet)]);
      return join([intField(1, irVersion), textField(2, producer), messageField(7, graph), operators]);
    },
  };
}

function attribute(name: string, value: Attribute): Bytes[] {
  const named = textField(1, name);
  if ("float" in value) return [named, floatField(2, value.float), intField(20, attributeTypes.float)];
  if ("int" in value) return [named, intField(3, value.int), intField(20, attributeTypes.int)];
  if ("text" in value) return [named, textField(4, value.text), intField(20, attributeTypes.text)];
  return [named, ...value.ints.map((each) => intField(8, each)), intField(20, attributeTypes.ints)];
}

function valueInfo(name: string, type: ElementType, shape: readonly Dimension[]): Bytes[] {
  const dimensions = shape.map((size) =>
    messageField(1, [typeof size === "number" ? intField(1, size) : textField(2, size)]),
  );
  const tensor = messageField(1, [intField(1, elementTypes[type]), messageField(2, dimensions)]);
  return [textField(1, name), messageField(2, [tensor])];
}
