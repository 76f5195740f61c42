const dataName = /^([a-z]{3}(?:_[a-z]+)?)\.traineddata(?:\.gz)?$/i;
const noLanguages = new Set(["osd", "equ", "snum"]);
/** More languages at once make it slower and surer of wrong words. */
const mostLanguages = 4;

/** The code of the language that a file holds tesseract's data of. */
export const languageOf = (name: string): string | undefined => dataName.exec(name)?.[1];

/** The languages read together of those there is data for: English first. */
export function languagesIn(names: readonly string[]): readonly string[] {
  const found = new Set(names.flatMap((name) => languageOf(name) ?? []).filter((code) => !noLanguages.has(code)));
  const english = [...found].filter((code) => code === "eng");
  return [...english, ...[...found].filter((code) => code !== "eng").sort()].slice(0, mostLanguages);
}
