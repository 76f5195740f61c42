import type { PlacedWord } from "../layout.ts";
import type { ReadPicture } from "./read-picture.ts";

/** Where a word stands in the picture as people see it, when it was turned about its middle to be read. */
export function turnBack(
  word: PlacedWord,
  { angle, width, height }: Pick<ReadPicture, "angle" | "width" | "height">,
  shown: { readonly width: number; readonly height: number },
): PlacedWord {
  if (angle === 0) return word;
  const x = word.x + word.width / 2 - width / 2;
  const y = word.y + word.height / 2 - height / 2;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const isSideways = Math.abs(sine) > 0.5;
  const size = isSideways ? { width: word.height, height: word.width } : { width: word.width, height: word.height };
  return {
    ...word,
    ...size,
    x: x * cosine + y * sine + shown.width / 2 - size.width / 2,
    y: y * cosine - x * sine + shown.height / 2 - size.height / 2,
  };
}
