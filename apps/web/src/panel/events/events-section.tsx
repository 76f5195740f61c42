import type { AuditEvent } from "@khoj/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/problem.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { useAct } from "../../ui/use-act.ts";
import { admin } from "../admin.ts";
import { Section } from "../section.tsx";
import { type ListLocation, type ListPlace, useListPlace } from "../table/list-location.ts";
import { ListView } from "../table/list-view.tsx";
import { eventColumns } from "./event-columns.tsx";
import { eventFilters } from "./event-filters.ts";
import { EventSpan } from "./event-span.tsx";
import { FailedSignIns } from "./failed-sign-ins.tsx";

const none: readonly AuditEvent[] = [];

/** Who did what, when, from where; nothing here can be changed or deleted. */
export function EventsSection() {
  const place = useListPlace();
  const { days: _, ...query } = place.location;
  const list = useQuery({
    queryKey: ["admin", "events", query],
    queryFn: ({ signal }) => admin.events(query, signal),
    placeholderData: keepPreviousData,
  });
  const { act, busy, problem } = useAct();
  return (
    <Section
      title="Events"
      text="Written once, never changed. They hold no secret and no text of a note."
      aside={
        <Button icon={<Download aria-hidden />} disabled={busy} onClick={() => void act(() => exportAll(query))}>
          {busy ? "Exporting…" : "Export JSON lines"}
        </Button>
      }
    >
      <div className="px-4 pt-2 empty:hidden lg:px-6">
        <Problem>{problem}</Problem>
      </div>
      <FailedSignIns place={place} />
      <ListView
        label="Events"
        what="events"
        noun="event"
        hint="Account, target or kind"
        place={place}
        list={list}
        filters={eventFilters}
        rows={list.data?.events ?? none}
        columns={eventColumns}
        keyOf={({ seq }) => String(seq)}
        nameOf={({ kind }) => kind}
        empty={<p>Sign-ins, keys, settings and acts of administrators are written here.</p>}
        bar={<Bar place={place} />}
      />
    </Section>
  );
}

/** What narrows the list beyond the menus: a span of days, and whatever was clicked. */
function Bar({ place }: { readonly place: ListPlace }) {
  const { account, address, person } = place.location;
  const narrowed = Object.entries({ account, address, person }).filter(([, value]) => value !== undefined);
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-3 lg:px-6">
      <EventSpan place={place} />
      {narrowed.map(([key, value]) => (
        <Button key={key} className="min-h-8! py-0! text-[0.88rem]" onClick={() => place.move({ [key]: undefined })}>
          {key} is {value} <span aria-hidden>✕</span>
          <span className="sr-only">, remove this filter</span>
        </Button>
      ))}
    </div>
  );
}

/** Everything that fits the filter, whatever page is shown. */
async function exportAll({ page: _, ...filter }: ListLocation): Promise<void> {
  saveFile(`khoj-events-${new Date().toISOString().slice(0, 10)}.jsonl`, await admin.exportEvents(filter));
}
