import { useState } from "react";
import { TextField } from "../ui/text-field.tsx";
import { walkList } from "../ui/walk-list.ts";

export interface OfferListProps {
  readonly offers: readonly string[];
  readonly chosen: string;
  readonly onChoose: (model: string) => void;
}

const filterFrom = 9;
const shownAtMost = 200;

/** The models a provider says it has, to pick one from: by pointer, or by arrows and Enter. */
export function OfferList({ offers, chosen, onChoose }: OfferListProps) {
  const [filter, setFilter] = useState("");
  const wanted = filter.trim().toLowerCase();
  const found = offers.filter((offer) => offer.toLowerCase().includes(wanted));
  return (
    <div className="flex flex-col gap-2">
      {offers.length >= filterFrom && (
        <TextField
          label={`Filter ${offers.length} models`}
          type="search"
          autoComplete="off"
          spellCheck={false}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      )}
      <ul
        aria-label="Models it has"
        className="max-h-60 overflow-y-auto rounded-lg border border-line p-1"
        onKeyDown={(event) => {
          if (event.key !== "Escape") walkList(event, "button", () => undefined);
        }}
      >
        {found.slice(0, shownAtMost).map((offer) => (
          <li key={offer}>
            <button
              type="button"
              aria-pressed={offer === chosen}
              onClick={() => onChoose(offer)}
              className="w-full rounded-md px-2.5 py-1 text-left font-mono text-[0.88rem] wrap-anywhere hover:bg-hover aria-pressed:bg-accent-wash aria-pressed:text-accent-strong"
            >
              {offer}
            </button>
          </li>
        ))}
        {found.length === 0 && <li className="px-2.5 py-1 text-[0.92rem] text-ink-soft">None has this in its name.</li>}
        {found.length > shownAtMost && (
          <li className="px-2.5 py-1 text-[0.92rem] text-ink-soft">
            and {found.length - shownAtMost} more: filter to see them
          </li>
        )}
      </ul>
    </div>
  );
}
