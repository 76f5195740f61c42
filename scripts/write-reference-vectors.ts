/**
 * Writes what a model must reproduce before it is used, computed in float64 without the builder that is checked by it:
 *
 *   node scripts/write-reference-vectors.ts FOLDER > packages/models/src/local/reference/NAME.json
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { writeHalfFloats } from "../packages/models/src/local/check-against-reference.ts";
import { readTokenizer } from "../packages/models/src/local/tokenize/read-tokenizer.ts";
import { fillTemplate } from "../packages/models/src/local/tokenize/tokenizer.ts";
import { referenceEncoder } from "../packages/models/src/testing/reference-encoder.ts";

const texts = [
  "Hello",
  "How do I change the oil of a car?",
  "The committee postponed its decision until the new budget had been approved.",
  "Crème brûlée needs six egg yolks, half a litre of cream and a vanilla pod.",
  'fn main() { println!("{}", 42); }',
  "Rechnung Nr. 2024-118 vom 3. März über 1.250,00 €",
  "北京 and Αθήνα are capitals; 1,234.5 km lie between other cities.",
  "She had left the letter on the kitchen table, under the blue bowl, where nobody looked for nearly a week, and by then the train had gone.",
];

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node scripts/write-reference-vectors.ts FOLDER");
  process.exit(2);
}
const tokenizer = readTokenizer(readFileSync(path.join(folder, "tokenizer.json"), "utf8"));
const encoder = referenceEncoder(folder);
const vectors = texts.map((text) =>
  writeHalfFloats(encoder.vector(fillTemplate(tokenizer.single, tokenizer.encode(text)))),
);
console.log(JSON.stringify({ texts, vectors }, undefined, 2));
