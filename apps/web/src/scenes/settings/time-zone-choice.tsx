import { useState } from "react";
import { chooseTimeZone, chosenTimeZone, timeZone } from "../../time-zone.ts";

/** The browser's own zone, unless the person says otherwise. */
export function TimeZoneChoice() {
  const [chosen, setChosen] = useState(chosenTimeZone());
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const choose = (zone: string): void => {
    chooseTimeZone(zone === "" ? undefined : zone);
    setChosen(zone === "" ? undefined : zone);
  };
  const now = new Intl.DateTimeFormat("en-GB", {
    timeZone: timeZone(),
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
  });
  return (
    <div className="flex flex-wrap items-center gap-3">
      <select
        aria-label="Time zone"
        value={chosen ?? ""}
        onChange={(event) => choose(event.target.value)}
        className="field"
      >
        <option value="">As this browser: {own}</option>
        {Intl.supportedValuesOf("timeZone").map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll("_", " ")}
          </option>
        ))}
      </select>
      <span className="text-ink-faint tabular-nums">now {now.format(new Date())}</span>
    </div>
  );
}
