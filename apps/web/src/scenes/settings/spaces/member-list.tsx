import type { Space, SpaceMembers } from "@khoj/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { khoj } from "../../../khoj.ts";
import { useProfile } from "../../../shell/use-profile.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Problem } from "../../../ui/problem.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import { useAct } from "../../../ui/use-act.ts";

type Member = SpaceMembers["members"][number];
type Role = Member["role"];

const roles: readonly Role[] = ["reader", "editor", "owner"];

/** Who is in a space. Owners let people in, change what they may, and send them out. */
export function MemberList({ space }: { readonly space: Space }) {
  const queries = useQueryClient();
  const profile = useProfile();
  const owns = space.role === "owner";
  const key = ["spaces", space.id, "members"];
  const { data, error } = useQuery({ queryKey: key, queryFn: ({ signal }) => khoj.spaces.members(space.id, signal) });
  const { act, busy, problem } = useAct();
  const change = (step: () => Promise<void>) =>
    act(async () => {
      await step();
      await queries.invalidateQueries({ queryKey: ["spaces"] });
    });
  return (
    <div className="mt-3 flex flex-col gap-3 border-t border-line pt-3">
      <Problem>{error?.message ?? problem}</Problem>
      <ul aria-label={`People of ${space.name}`} className="flex flex-col">
        {data?.map((member) => (
          <MemberRow
            key={member.id}
            member={member}
            editable={owns}
            oneself={member.id === profile?.id}
            busy={busy}
            onRole={(role) => void change(() => khoj.spaces.setMember(space.id, member.id, role))}
            onRemove={() => void change(() => khoj.spaces.removeMember(space.id, member.id))}
          />
        ))}
      </ul>
      {owns && <LetIn busy={busy} onLetIn={(who, role) => change(() => khoj.spaces.setMember(space.id, who, role))} />}
    </div>
  );
}

function MemberRow({
  member,
  editable,
  oneself,
  busy,
  onRole,
  onRemove,
}: {
  readonly member: Member;
  readonly editable: boolean;
  readonly oneself: boolean;
  readonly busy: boolean;
  readonly onRole: (role: Role) => void;
  readonly onRemove: () => void;
}) {
  const name = member.name ?? member.email;
  return (
    <li className="flex min-h-11 items-center gap-2 border-b border-line last:border-b-0">
      <div className="min-w-0 flex-1">
        <bdi className="block truncate" title={member.email}>
          {name}
          {oneself && <span className="text-ink-faint"> (you)</span>}
        </bdi>
        {member.name !== null && (
          <bdi dir="ltr" className="block truncate text-[0.86rem] text-ink-faint">
            {member.email}
          </bdi>
        )}
      </div>
      {editable ? (
        <RoleSelect label={`Role of ${name}`} role={member.role} disabled={busy} onRole={onRole} />
      ) : (
        <span className="text-[0.92rem] text-ink-soft">{member.role}</span>
      )}
      {editable && !oneself && (
        <IconButton label={`Send ${name} out`} disabled={busy} onClick={onRemove}>
          <X />
        </IconButton>
      )}
    </li>
  );
}

function RoleSelect({
  label,
  role,
  disabled,
  onRole,
}: {
  readonly label: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly onRole: (role: Role) => void;
}) {
  return (
    <select
      aria-label={label}
      className="field max-w-36"
      value={role}
      disabled={disabled}
      onChange={(event) => onRole(event.target.value as Role)}
    >
      {roles.map((value) => (
        <option key={value}>{value}</option>
      ))}
    </select>
  );
}

function LetIn({
  busy,
  onLetIn,
}: {
  readonly busy: boolean;
  readonly onLetIn: (who: string, role: Role) => Promise<boolean>;
}) {
  const [who, setWho] = useState("");
  const [role, setRole] = useState<Role>("reader");
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await onLetIn(who.trim(), role)) setWho("");
  };
  return (
    <form noValidate className="flex flex-wrap items-end gap-2" onSubmit={(event) => void submit(event)}>
      <TextField
        label="Let somebody in"
        placeholder="their e-mail address"
        className="flex-[1_1_14rem]"
        type="email"
        autoComplete="off"
        value={who}
        onChange={(event) => setWho(event.target.value)}
      />
      <RoleSelect label="As" role={role} disabled={busy} onRole={setRole} />
      <Button type="submit" disabled={busy || who.trim() === ""}>
        Let in
      </Button>
      <p className="basis-full text-[0.88rem] text-ink-faint">
        Readers find and ask; editors also add, change and delete; owners also say who is in it.
      </p>
    </form>
  );
}
