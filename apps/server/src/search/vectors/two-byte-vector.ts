/**
 * A vector in two bytes a number: `scale * (coarse + rest / 254)`. The coarse half is what is scanned; with the rest it is
 * more exact than the float16 it was made of.
 */
const restSteps = 254;

/** Writes both halves of a vector stored as float16; answers its scale. */
export function writeVector(float16: Uint8Array, coarse: Int8Array, rest: Int8Array): number {
  // A copy begins where a number may begin; the bytes may be a piece of a larger buffer.
  const numbers = new Float16Array(new Uint8Array(float16).buffer);
  let most = 0;
  for (let at = 0; at < numbers.length; at++) most = Math.max(most, Math.abs(numbers[at] as number));
  const scale = most / 127 || 1;
  for (let at = 0; at < numbers.length; at++) {
    const value = (numbers[at] as number) / scale;
    const near = Math.round(value);
    coarse[at] = near;
    rest[at] = Math.round((value - near) * restSteps);
  }
  return scale;
}

/** The product of vector and query, of the products with both halves and both scales. */
export const wholeProduct = (coarse: number, rest: number, scale: number): number =>
  scale * (coarse + rest / restSteps);

/** Writes a query as whole numbers, as large as their products with `stride` coarse numbers allow; answers its scale. */
export function writeQuery(query: Float32Array, to: Int16Array, stride: number): number {
  const largest = Math.min(32_767, Math.floor((2 ** 31 - 1) / (127 * stride)));
  const most = query.reduce((sum, value) => Math.max(sum, Math.abs(value)), 0);
  const scale = most / largest || 1;
  to.fill(0);
  for (let at = 0; at < query.length; at++) to[at] = Math.round((query[at] as number) / scale);
  return scale;
}
