/** Parts of a file in their order, undefined where one is not in it. */
export interface TakenParts {
  readonly parts: readonly (string | undefined)[];
  /** What is to be said of those that are missing: such as `2 of its 9 slides are not in it.` */
  readonly missing: readonly string[];
}

/** Takes parts until they come to as many characters as are read of one file: a small file may name a part very often. */
export function takeParts(
  names: readonly string[],
  read: (name: string, at: number) => string | undefined,
  { most, called }: { readonly most: number; readonly called: string },
): TakenParts {
  const parts: (string | undefined)[] = [];
  let characters = 0;
  for (const [at, name] of names.entries()) {
    if (characters > most) break;
    const part = read(name, at);
    characters += part?.length ?? 0;
    parts.push(part);
  }
  const missing: string[] = [];
  const lost = parts.filter((part) => part === undefined).length;
  if (lost > 0) missing.push(`${lost} of its ${names.length} ${called} are not in it.`);
  if (parts.length < names.length)
    missing.push(
      `Of its ${names.length} ${called} the first ${parts.length} were read; the limit of size was reached.`,
    );
  return { parts, missing };
}
