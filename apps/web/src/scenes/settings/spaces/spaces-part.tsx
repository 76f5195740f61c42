import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { khoj } from "../../../khoj.ts";
import { Button } from "../../../ui/button.tsx";
import { Group } from "../../../ui/group.tsx";
import { Problem } from "../../../ui/problem.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import { useAct } from "../../../ui/use-act.ts";
import type { SettingsLocation } from "../settings-location.ts";
import { SpaceCard } from "./space-card.tsx";

/** One's own space, and those shared with others. */
export function SpacesPart() {
  const { space: opened }: SettingsLocation = useSearch({ strict: false });
  const { data, error } = useQuery({ queryKey: ["spaces"], queryFn: ({ signal }) => khoj.spaces.list(signal) });
  return (
    <>
      <Group
        title="Spaces"
        text="Notes live in spaces. Your own is yours alone; a shared one has the people you let in."
      >
        <Problem>{error?.message}</Problem>
        {data !== undefined && (
          <ul aria-label="Spaces" className="flex flex-col gap-3">
            {data.map((space) => (
              <SpaceCard key={space.id} space={space} open={space.id === opened} />
            ))}
          </ul>
        )}
      </Group>
      <Group title="New shared space" text="You own it. Nobody else sees it before you let them in.">
        <MakeSpace />
      </Group>
    </>
  );
}

function MakeSpace() {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const { act, busy, problem } = useAct();
  const make = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const done = await act(async () => {
      await khoj.spaces.make(name.trim());
      await queries.invalidateQueries({ queryKey: ["spaces"] });
    });
    if (done) setName("");
  };
  return (
    <form className="flex max-w-md flex-col gap-3" onSubmit={(event) => void make(event)}>
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          label="Name of the space"
          className="flex-1"
          autoComplete="off"
          maxLength={100}
          dir="auto"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" look="strong" disabled={busy || name.trim() === ""}>
          Make the space
        </Button>
      </div>
      <Problem>{problem}</Problem>
    </form>
  );
}
