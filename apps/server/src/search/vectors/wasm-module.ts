/** A piece of WebAssembly code, as bytes. */
export type Code = readonly number[];

const leb = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = rest & 127;
    rest >>= 7;
    const isLast = (rest === 0 && (byte & 64) === 0) || (rest === -1 && (byte & 64) !== 0);
    bytes.push(isLast ? byte : byte | 128);
    if (isLast) return bytes;
  }
};
/** Counts, indexes and offsets; never negative. */
const uleb = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...uleb(value >>> 7)]);
const sized = (bytes: Code): Code => [...uleb(bytes.length), ...bytes];
const list = (items: readonly Code[]): Code => [...uleb(items.length), ...items.flat()];
const named = (name: string): Code => sized([...Buffer.from(name)]);
const section = (id: number, content: Code): Code => [id, ...sized(content)];

export const valueType = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
type ValueType = (typeof valueType)[keyof typeof valueType];

const vector = (code: number): Code => [0xfd, ...uleb(code)];

/** The instructions used here, by the names of the WebAssembly text format. What they take stands before them. */
export const wasm = {
  get: (local: number): Code => [0x20, ...uleb(local)],
  set: (local: number): Code => [0x21, ...uleb(local)],
  tee: (local: number): Code => [0x22, ...uleb(local)],
  block: (...body: Code[]): Code => [0x02, 0x40, ...body.flat(), 0x0b],
  loop: (...body: Code[]): Code => [0x03, 0x40, ...body.flat(), 0x0b],
  branch: (depth: number): Code => [0x0c, ...uleb(depth)],
  branchIf: (depth: number): Code => [0x0d, ...uleb(depth)],
  i32: {
    const: (value: number): Code => [0x41, ...leb(value)],
    add: [0x6a],
    eqz: [0x45],
    geU: [0x4f],
    load8U: [0x2d, 0, 0],
    store: (offset: number): Code => [0x36, 2, ...uleb(offset)],
  },
  f32: {
    convertI32S: [0xb2],
    mul: [0x94],
    le: [0x5f],
    load: [0x2a, 2, 0],
    store: (offset: number): Code => [0x38, 2, ...uleb(offset)],
  },
  v128: {
    zero: [...vector(12), ...new Array<number>(16).fill(0)],
    load: (offset: number): Code => [...vector(0), 0, ...uleb(offset)],
    /** Eight bytes, each made a number of 16 bits. */
    load8x8S: (offset: number): Code => [...vector(1), 0, ...uleb(offset)],
  },
  i32x4: {
    add: vector(0xae),
    /** Eight products of 16 bits, added in pairs. */
    dotI16x8S: vector(0xba),
    extractLane: (lane: number): Code => [...vector(0x1b), lane],
  },
} as const;

export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly result: ValueType;
  readonly locals: readonly ValueType[];
  readonly body: readonly Code[];
}

/** A module that exports these functions, which work on the memory it is given as `env.memory`. */
export function wasmModule(functions: readonly WasmFunction[], mostPages: number): Uint8Array {
  const typeOf = ({ parameters, result }: WasmFunction): Code => [
    0x60,
    ...list(parameters.map((parameter) => [parameter])),
    ...list([[result]]),
  ];
  const memory = [...named("env"), ...named("memory"), 2, 1, 1, ...uleb(mostPages)];
  const code = ({ locals, body }: WasmFunction): Code =>
    sized([...list(locals.map((local) => [1, local])), ...body.flat(), 0x0b]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(functions.map(typeOf))),
    ...section(2, list([memory])),
    ...section(3, list(functions.map((_, number) => uleb(number)))),
    ...section(7, list(functions.map(({ name }, number) => [...named(name), 0, ...uleb(number)]))),
    ...section(10, list(functions.map(code))),
  ]);
}
