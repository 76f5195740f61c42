/** Front matter and drawers: said in a small table above the text, not as code. */
export function Properties({
  rows,
  passage,
}: {
  readonly rows: readonly (readonly [string, string])[];
  readonly passage: { readonly "data-passage"?: "" };
}) {
  if (rows.length === 0) return null;
  return (
    <dl className="properties" {...passage}>
      {rows.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names may stand twice, the order never changes
        <div key={index}>
          <dt>{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Reads `name: value` lines and lists under a name; whatever is deeper is shown as it stands. */
export function propertiesOf(matter: string): readonly (readonly [string, string])[] {
  const rows: [string, string][] = [];
  for (const line of matter.split("\n")) {
    const pair = /^([\w .-]+?)\s*[:=]\s?(.*)$/.exec(line);
    const last = rows.at(-1);
    if (pair !== null && !/^\s/.test(line)) rows.push([pair[1] ?? "", bare(pair[2] ?? "")]);
    else if (last !== undefined && line.trim() !== "") {
      last[1] = [last[1], bare(line.trim().replace(/^-\s+/, ""))].filter((part) => part !== "").join(", ");
    }
  }
  return rows;
}

const bare = (value: string): string =>
  value
    .trim()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/^(["'])(.*)\1$/, "$2");
