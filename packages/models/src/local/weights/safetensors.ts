import { type FileHandle, open } from "node:fs/promises";
import { KhojError } from "@khoj/contract";

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The tensors of a safetensors file, read one at a time. */
export interface Safetensors {
  readonly names: readonly string[];
  has(name: string): boolean;
  read(name: string): Promise<Tensor>;
  close(): Promise<void>;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const bytesPerValue: Readonly<Record<string, number>> = { F32: 4, F16: 2, BF16: 2 };
const longestHead = 100_000_000;

/** Opens a safetensors file and holds what its head says against the file's length. */
export async function openSafetensors(path: string): Promise<Safetensors> {
  const file = await open(path);
  try {
    const { entries, start } = await readHead(file, path);
    return {
      names: [...entries.keys()],
      has: (name) => entries.has(name),
      read: (name) => readTensor(file, name, entries.get(name), start),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readHead(file: FileHandle, path: string) {
  const { size } = await file.stat();
  const length = size < 8 ? Number.NaN : Number((await readBytes(file, 0, 8)).readBigUInt64LE());
  if (!(length <= Math.min(size - 8, longestHead))) throw broken(path);
  let head: Record<string, unknown>;
  try {
    head = Object(JSON.parse((await readBytes(file, 8, length)).toString("utf8"))) as Record<string, unknown>;
  } catch (cause) {
    throw broken(path, cause);
  }
  const told = Object.entries(head).filter(([name]) => name !== "__metadata__");
  const entries = new Map(told.flatMap(([name, entry]) => (isEntry(entry) ? [[name, entry] as const] : [])));
  const start = 8 + length;
  if (entries.size !== told.length) throw broken(path);
  // Each tensor lies within the file, and none within another.
  let free = 0;
  for (const [from, to] of [...entries.values()].map((entry) => entry.data_offsets).sort(([a], [b]) => a - b)) {
    if (from < free || to < from || start + to > size) throw broken(path);
    free = to;
  }
  return { entries, start };
}

function isEntry(told: unknown): told is Entry {
  const { dtype, shape, data_offsets: offsets } = Object(told) as { [Key in keyof Entry]?: unknown };
  return typeof dtype === "string" && areCounts(shape) && areCounts(offsets) && offsets.length === 2;
}

const areCounts = (told: unknown): told is readonly number[] =>
  Array.isArray(told) && told.length <= 8 && told.every((value) => Number.isSafeInteger(value) && value >= 0);

async function readTensor(file: FileHandle, name: string, entry: Entry | undefined, start: number): Promise<Tensor> {
  if (entry === undefined) {
    throw new KhojError("invalid", `The weights have no tensor "${name}": they are of another kind of model.`);
  }
  const [from, to] = entry.data_offsets;
  const count = entry.shape.reduce((product, size) => product * size, 1);
  const width = bytesPerValue[entry.dtype];
  if (width === undefined || to - from !== count * width) {
    throw new KhojError(
      "not_configured",
      `The tensor "${name}" holds ${entry.shape.join("×")} numbers of kind ${entry.dtype}; Khoj reads whole tensors of F32, F16 and BF16.`,
    );
  }
  const values = floats(await readBytes(file, start + from, to - from), entry.dtype, count);
  // One that is no number makes every vector none.
  if (!values.every(Number.isFinite)) {
    throw new KhojError("invalid", `The tensor "${name}" holds values that are no numbers. Fetch the model again.`);
  }
  return { shape: entry.shape, values };
}

async function readBytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.from(new ArrayBuffer(length));
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) throw new KhojError("invalid", "The weights end in the middle. Fetch the file again.");
    done += bytesRead;
  }
  return bytes;
}

function floats(bytes: Buffer, dtype: string, count: number): Float32Array {
  if (dtype === "F32") return new Float32Array(bytes.buffer, bytes.byteOffset, count);
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, count);
  if (dtype === "BF16") return new Float32Array(Uint32Array.from(halves, (half) => half * 65_536).buffer);
  return Float32Array.from(new Float16Array(bytes.buffer, bytes.byteOffset, count));
}

const broken = (path: string, cause?: unknown): KhojError =>
  new KhojError("invalid", `${path} is not a whole safetensors file. Fetch it again.`, { cause });
