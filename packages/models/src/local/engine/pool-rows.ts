/**
 * Makes one row of what a graph answers for one text. `none`: what it says as it is. Otherwise a vector of length 1:
 * a graph of somebody's own may answer a row for each token, or a vector of any length.
 */
export function poolRows(data: Float32Array, shape: readonly number[], pooling: "mean" | "cls" | "none"): Float32Array {
  if (pooling === "none") return Float32Array.from(data);
  const width = shape.at(-1) ?? 0;
  const rows = shape.length === 3 && pooling === "mean" ? data.length / width : 1;
  const vector = new Float32Array(width);
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < width; at++) vector[at] = (vector[at] ?? 0) + (data[row * width + at] ?? 0);
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
