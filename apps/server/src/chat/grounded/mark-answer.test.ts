import { describe, expect, it } from "vitest";
import { markAnswer } from "./mark-answer.ts";

const passages = [
  "# Lighthouse\n\nThe keeper of Skerryvore, Johann Miller, counted 5403 puffins on 2024-03-15. He slept late and did not write to the Board.",
  "The boiler was serviced in March 2023 by Ada Flint for 1,250 euros. It must not run above 65 degrees.",
];

function check(answer: string, options: { said?: string[]; passages?: string[] } = {}) {
  const marker = markAnswer({ passages: options.passages ?? passages, said: options.said ?? [], marksFacts: true });
  for (const piece of answer.match(/.{1,7}/gsu) ?? []) marker.add(piece);
  marker.settle();
  const { citations, unsupported } = marker.marks();
  return {
    citations: citations.map(({ number, checked }) => `${number}${checked ? "+" : "-"}`).join(" "),
    reasons: citations.flatMap(({ reason }) => reason ?? []),
    places: citations.map(({ at }) => answer.slice(at, at + 3)),
    unsupported: unsupported.map(({ start, end, kind }) => `${kind} ${answer.slice(start, end)}`),
  };
}

describe("a citation is checked when its passage says so", () => {
  it.each([
    ["word for word", "The keeper counted 5403 puffins [1].", "1+"],
    ["in other words", "Johann Miller, the Skerryvore keeper, had a count of 5,403 puffins.[1]", "1+"],
    ["after the full stop", "He counted 5403 puffins on 15 March 2024. [1] He slept late. [1]", "1+ 1+"],
    ["quoted", 'My note says the keeper "counted 5403 puffins" [1].', "1+"],
    ["in a list", "- Puffins: 5403 [1]\n- Boiler service: 1250 euros [2]\n", "1+ 2+"],
    ["with numbers in words", "The boiler must not run above sixty-five degrees [2].", "2+"],
    [
      "two claims in one sentence",
      "The keeper counted 5403 puffins [1], and Ada Flint serviced the boiler [2].",
      "1+ 2+",
    ],
    ["carried by two passages", "The keeper slept late, and the boiler must not run above 65 degrees [1][2].", "1+ 2+"],
  ])("%s", (_, answer, wanted) => {
    expect(check(answer).citations).toBe(wanted);
  });
});

describe("a citation is not checked", () => {
  it.each([
    ["with another number", "The keeper counted 5304 puffins [1].", /number 5304/],
    ["with another name", "The keeper of Skerryvore, Peter Miller, counted 5403 puffins [1].", /name Peter Miller/],
    ["with another day", "The keeper counted 5403 puffins on 16 March 2024 [1].", /date 16 March 2024/],
    ["with words that are not quoted right", 'The keeper "counted very few puffins" [1].', /quotation marks/],
    ["of another passage", "The boiler was serviced by Ada Flint [1].", /name Ada Flint/],
    ["of a passage that is not there", "The keeper counted 5403 puffins [7].", /no passage 7/],
    ["that says what the passage denies", "The boiler must run above 65 degrees [2].", /denies/],
    ["that denies what the passage says", "The keeper did not count 5403 puffins on 2024-03-15 [1].", /denies/],
    ["about something else altogether", "Sourdough needs rye flour and patience [1].", /too little/],
    ["beside nothing", "[1]", /no claim/],
  ])("%s", (_, answer, reason) => {
    const { citations, reasons } = check(answer);
    expect(citations).toMatch(/^\d-$/);
    expect(reasons[0]).toMatch(reason);
  });
});

describe("numbers, names and dates that stand in no passage", () => {
  it("are marked where they stand", () => {
    const answer =
      "The keeper counted 5403 puffins [1]. In 1987 Edith Sharp saw 12 gannets on 3 May 2020, near Bass Rock.";
    expect(check(answer).unsupported).toEqual([
      "number 1987",
      "name Edith Sharp",
      "number 12",
      "date 3 May 2020",
      "name Bass Rock",
    ]);
  });

  it("are not marked when the person said them, in another form, or as numbers of a list", () => {
    const answer =
      "1. Miller counted 5 403 puffins in March 2024.\n2. The cost was 1250.00 euros.\n3. About Bass Rock: nothing.";
    expect(check(answer, { said: ["What of Bass Rock?"] }).unsupported).toEqual([]);
  });

  it("German nouns and words at the beginning are no names", () => {
    const german = ["Der Wärter zählte 5403 Papageitaucher am 15.03.2024."];
    const answer = "Laut Notiz zählte der Wärter am 15. März 2024 genau 5403 Papageitaucher auf der Insel [1].";
    expect(check(answer, { passages: german }).unsupported).toEqual([]);
  });
});

it("each citation's place is where it stands, whatever the pieces", () => {
  const answer = "**Puffins:** 5403 [1]. The *boiler* cost 1,250 euros [2][1].";
  expect(check(answer).places).toEqual(["[1]", "[2]", "[1]"]);
});

it("what the server says itself is not looked at", () => {
  const marker = markAnswer({ passages, said: [], marksFacts: true });
  marker.add("He slept late [1].");
  marker.skip("\n\n*Marvin broke off here.*\n\n");
  marker.add("He counted 5403 puffins [1].");
  marker.settle();
  expect(marker.marks()).toMatchObject({ citations: [{ checked: true }, { checked: true }], unsupported: [] });
});

it("each mark is told once, however long the answer: what is told grows with it, and no faster", () => {
  const marker = markAnswer({ passages, said: [], marksFacts: true });
  const told = Array.from({ length: 300 }, (_, index) => {
    marker.add(`He counted ${index + 10_000} puffins [1]. `);
    return marker.takeNew();
  });
  marker.settle();
  told.push(marker.takeNew());
  expect(Math.max(...told.map((marks) => marks?.citations.length ?? 0))).toBeLessThan(4);
  expect(told.flatMap((marks) => marks?.citations ?? [])).toEqual(marker.marks().citations);
  expect(told.flatMap((marks) => marks?.unsupported ?? [])).toEqual(marker.marks().unsupported);
  expect(marker.takeNew()).toBeUndefined();
});

describe("a model that loops", () => {
  it.each([
    ["over one citation", "[1]"],
    ["over all of them", "Anna B. [1][2] "],
    ["over short pieces of one sentence", "ab [1] "],
  ])("%s is marked as soon as it is read", (_, piece) => {
    const marker = markAnswer({ passages: passages.map((text) => text.repeat(10)), said: [], marksFacts: true });
    const answer = piece.repeat(Math.floor(24_000 / piece.length));
    marker.add(answer);
    marker.settle();
    const { citations } = marker.marks();
    expect(citations).toHaveLength(answer.match(/\[\d\]/g)?.length ?? 0);
    expect(citations.every(({ checked }) => !checked)).toBe(true);
  });
});
