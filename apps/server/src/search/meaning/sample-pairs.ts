/** Questions and the passages that answer them, one subject each: what a model makes of them tells its scale. */
export const samplePairs: readonly (readonly [question: string, passage: string])[] = [
  [
    "how do I sharpen a kitchen knife",
    "Draw the blade across the whetstone at a steady angle, ten strokes on each side.",
  ],
  [
    "when does the ferry to the island leave",
    "Boats cross to the island at eight, noon and five; the last one returns at six.",
  ],
  ["why is my laptop so slow", "The computer's disk was nearly full, and it ran better after old files were deleted."],
  ["recipe for lentil soup", "Simmer red lentils with onion, cumin and stock for half an hour, then add lemon."],
  [
    "what did the doctor say about my back",
    "The physician found a strained muscle in the spine and advised swimming twice a week.",
  ],
  ["how much is the rent", "The flat costs nine hundred a month, heating not included, due on the third."],
  ["who scored in the final match", "Our forward shot both goals of the cup final in the second half."],
  ["rules for borrowing library books", "Readers may take ten volumes home for four weeks and renew them once."],
  [
    "planting bulbs in autumn",
    "Tulips and daffodils go into the ground in October, three times as deep as they are tall.",
  ],
  ["which court decided the case", "The appeal was dismissed by the supreme tribunal in a judgment of last May."],
];
