export interface BarListProps {
  readonly title: string;
  readonly bars: readonly { readonly name: string; readonly count: number }[];
  /** Shows the events behind a bar. */
  readonly onFollow: (name: string) => void;
}

/** The few with the most, each with a bar as long as its share of the longest. */
export function BarList({ title, bars, onFollow }: BarListProps) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <div className="min-w-0">
      <h3 className="mb-1 text-[0.88rem] font-medium text-ink-soft">{title}</h3>
      <ol className="flex flex-col gap-0.5 text-[0.88rem]">
        {bars.map(({ name, count }) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => onFollow(name)}
              title={`Show the events of ${name}`}
              className="relative flex w-full items-baseline justify-between gap-3 overflow-hidden rounded px-1.5 py-0.5 text-left hover:bg-hover"
            >
              <span
                aria-hidden
                className="absolute inset-y-0 left-0 rounded bg-danger-wash"
                style={{ width: `${(count / most) * 100}%` }}
              />
              <bdi className="relative min-w-0 truncate">{name}</bdi>
              <span className="relative tabular-nums">{count.toLocaleString("en-GB")}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
