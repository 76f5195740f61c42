/**
 * What is embedded of a chunk: the headings it stands under, then its text. A change here asks for vectors to be made
 * anew, and for the hash in library/keep-vectors-store.ts to cover what is added.
 */
export function passageInput(headings: readonly string[], text: string): string {
  const above = headings.filter((heading) => !text.includes(heading)).join(" › ");
  return above === "" ? text : `${above}\n${text}`;
}
