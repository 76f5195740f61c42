import type { ListPlace } from "./list-location.ts";

export interface Filter {
  /** Its key in the address. */
  readonly key: string;
  readonly name: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}

/** One choice a filter; all of them together narrow the list. */
export function Filters({ place, filters }: { readonly place: ListPlace; readonly filters: readonly Filter[] }) {
  const { location, move } = place;
  const active = filters.some(({ key }) => location[key] !== undefined) || location.q !== undefined;
  return (
    <>
      {filters.map(({ key, name, options }) => (
        <select
          key={key}
          aria-label={name}
          value={location[key] ?? ""}
          onChange={(event) => move({ [key]: event.target.value === "" ? undefined : event.target.value })}
          className="field max-w-44 text-[0.9rem] data-active:border-accent data-active:bg-accent-wash"
          data-active={location[key] === undefined ? undefined : ""}
        >
          <option value="">{name}: any</option>
          {options.map(([value, label]) => (
            <option key={value} value={value}>
              {name}: {label}
            </option>
          ))}
        </select>
      ))}
      {active && (
        <button
          type="button"
          className="link min-h-9 text-[0.9rem]"
          onClick={() => move(Object.fromEntries([["q", undefined], ...filters.map(({ key }) => [key, undefined])]))}
        >
          Show all
        </button>
      )}
    </>
  );
}
