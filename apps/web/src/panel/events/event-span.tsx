import type { ListPlace } from "../table/list-location.ts";

/** From which day to which, both included, in the zone of the browser. */
export function EventSpan({ place }: { readonly place: ListPlace }) {
  const { from, to } = place.location;
  return (
    <fieldset className="flex flex-wrap items-center gap-2 text-[0.9rem]">
      <legend className="sr-only">Days</legend>
      <label className="flex items-center gap-1.5">
        From
        <input
          type="date"
          className="field py-0! text-[0.9rem]"
          value={dayOf(from, 0)}
          onChange={({ target }) => place.move({ from: startOf(target.value, 0) })}
        />
      </label>
      <label className="flex items-center gap-1.5">
        to
        <input
          type="date"
          className="field py-0! text-[0.9rem]"
          value={dayOf(to, -1)}
          onChange={({ target }) => place.move({ to: startOf(target.value, 1) })}
        />
      </label>
    </fieldset>
  );
}

/** The first moment of a day, or of one `later`: the server's upper bound is exclusive. */
function startOf(day: string, later: number): string | undefined {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return day === "" ? undefined : new Date(year, month - 1, date + later).toISOString();
}

function dayOf(moment: string | undefined, later: number): string {
  const time = new Date(moment ?? "");
  if (Number.isNaN(time.getTime())) return "";
  time.setDate(time.getDate() + later);
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

const two = (number: number): string => String(number).padStart(2, "0");
