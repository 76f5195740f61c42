import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";

export interface VirtualListProps {
  readonly label: string;
  readonly count: number;
  readonly keyAt: (index: number) => string | number;
  readonly rowHeight: number;
  readonly render: (index: number) => ReactNode;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  /** Told which rows are in sight, for lists that are loaded in pieces. */
  readonly onRange?: (first: number, last: number) => void;
}

/** A list of any length of which only the rows in sight exist. */
export function VirtualList({ label, count, keyAt, rowHeight, render, onKeyDown, onRange }: VirtualListProps) {
  const pane = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => pane.current,
    estimateSize: () => rowHeight,
    getItemKey: keyAt,
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows measured at another height are measured anew
  useEffect(() => rows.measure(), [rowHeight]);
  const visible = rows.getVirtualItems();
  const first = visible[0]?.index ?? 0;
  const last = visible.at(-1)?.index ?? 0;
  useEffect(() => onRange?.(first, last), [first, last, onRange]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys walk the items inside, which are what has focus
    <div ref={pane} onKeyDown={onKeyDown} className="min-h-0 flex-1 overflow-y-auto overscroll-contain" data-list-pane>
      <ul aria-label={label} className="relative mx-auto w-full max-w-5xl" style={{ height: rows.getTotalSize() + 96 }}>
        {visible.map(({ key, index, start }) => (
          <li
            key={key}
            aria-setsize={count}
            aria-posinset={index + 1}
            className="absolute inset-x-2 lg:inset-x-4"
            style={{ height: rowHeight, transform: `translateY(${start}px)` }}
          >
            {render(index)}
          </li>
        ))}
      </ul>
    </div>
  );
}
