import type { ListPlace } from "./list-location.ts";

export interface Filter {
  /** Its key in the address. */
  readonly key: string;
  readonly name: string;
  /** What is said while it does not narrow anything. */
  readonly any?: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}

/** One choice a filter; all of them together narrow the list. */
export function Filters({ place, filters }: { readonly place: ListPlace; readonly filters: readonly Filter[] }) {
  const { location, move } = place;
  const active = filters.some(({ key }) => location[key] !== undefined) || location.q !== undefined;
  return (
    <div className="grid grow grid-cols-2 items-center gap-2 sm:flex sm:flex-wrap">
      {filters.map(({ key, name, any = `Any ${name.toLowerCase()}`, options }) => (
        <select
          key={key}
          aria-label={name}
          value={location[key] ?? ""}
          onChange={(event) => move({ [key]: event.target.value === "" ? undefined : event.target.value })}
          className="field w-full min-w-0 px-2! text-[0.9rem] sm:w-33 data-active:border-accent data-active:bg-accent-wash"
          data-active={location[key] === undefined ? undefined : ""}
        >
          <option value="">{any}</option>
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
          className="link min-h-9 px-1 text-[0.9rem]"
          onClick={() => move(Object.fromEntries([["q", undefined], ...filters.map(({ key }) => [key, undefined])]))}
        >
          Show all
        </button>
      )}
    </div>
  );
}
