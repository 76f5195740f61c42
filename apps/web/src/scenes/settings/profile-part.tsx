import type { Profile } from "@khoj/contract";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { khoj } from "../../khoj.ts";
import { useProfile } from "../../shell/use-profile.ts";
import { timeZone } from "../../time-zone.ts";
import { Button } from "../../ui/button.tsx";
import { Group } from "../../ui/group.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Problem } from "../../ui/problem.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useAct } from "../../ui/use-act.ts";

/** Who one is to this server and to the people of one's spaces. */
export function ProfilePart() {
  const profile = useProfile();
  if (profile == null) return null;
  return (
    <>
      <Group title="Name" text="What people of your shared spaces see beside your address.">
        <NameForm key={profile.name} profile={profile} />
      </Group>
      <Group title="Account">
        <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-5 gap-y-1">
          <dt className="text-ink-faint">e-mail</dt>
          <dd className="break-all">
            <bdi dir="ltr">{profile.email}</bdi>
          </dd>
          <dt className="text-ink-faint">role</dt>
          <dd>{profile.role === "admin" ? "administrator" : "user"}</dd>
          <dt className="text-ink-faint">since</dt>
          <dd>
            <Moment at={profile.made_at} zone={timeZone()} />
          </dd>
        </dl>
        {profile.role === "admin" && <PanelLine profile={profile} />}
      </Group>
    </>
  );
}

function NameForm({ profile }: { readonly profile: Profile }) {
  const queries = useQueryClient();
  const [name, setName] = useState(profile.name ?? "");
  const { act, busy, problem } = useAct();
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    await act(async () => {
      const changed = await khoj.own.rename(name.trim() === "" ? null : name.trim());
      queries.setQueryData(["profile"], changed);
    });
  };
  return (
    <form className="flex max-w-md flex-wrap items-end gap-2" onSubmit={(event) => void save(event)}>
      <TextField
        label="Your name"
        className="flex-1"
        autoComplete="name"
        maxLength={100}
        dir="auto"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" disabled={busy || name.trim() === (profile.name ?? "")}>
        Save name
      </Button>
      <Problem>{problem}</Problem>
    </form>
  );
}

function PanelLine({ profile }: { readonly profile: Profile }) {
  if (profile.may_administer) {
    return (
      <p className="mt-3">
        <a href="/server/admin/" className="link">
          Open the admin panel
        </a>
      </p>
    );
  }
  if (profile.admin_needs === null) return null;
  return (
    <p className="mt-3 rounded-lg bg-warn-wash px-3 py-2 text-[0.94rem] text-warn">
      The admin panel is closed to you yet. {profile.admin_needs}.{" "}
      <a href="/set-up" className="link">
        Set it up
      </a>
    </p>
  );
}
