/** A vector of length 1 with these first numbers, the rest zeros. */
export function aVector(dimensions: number, ...numbers: readonly number[]): Float32Array {
  const vector = new Float32Array(dimensions);
  vector.set(numbers);
  return normalised(vector);
}

/** A vector of length 1 in a direction by chance. */
export const randomVector = (dimensions: number, random: () => number): Float32Array =>
  normalised(Float32Array.from({ length: dimensions }, () => gauss(random)));

/** One near another: the more `spread`, the farther. */
export const vectorNear = (centre: Float32Array, spread: number, random: () => number): Float32Array =>
  normalised(centre.map((value) => value + (spread * gauss(random)) / Math.sqrt(centre.length)));

/** As the library stores it and the database hands it out. */
export const stored = (vector: Float32Array): Uint8Array =>
  Buffer.from(new Uint8Array(new Float16Array(vector).buffer));

export const product = (one: ArrayLike<number>, other: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] as number) * (other[at] as number);
  return sum;
};

function normalised(vector: Float32Array): Float32Array {
  const length = Math.sqrt(product(vector, vector));
  return vector.map((value) => value / length);
}

const gauss = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
