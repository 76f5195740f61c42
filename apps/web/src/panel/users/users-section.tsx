import type { AdminUser, UserActionOutcomes } from "@khoj/contract";
import type { RowSelectionState } from "@tanstack/react-table";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/problem.tsx";
import { admin } from "../admin.ts";
import { Section } from "../section.tsx";
import { ActionBar } from "../table/action-bar.tsx";
import { ListView } from "../table/list-view.tsx";
import { useAdminList } from "../table/use-admin-list.ts";
import { useAskedAct } from "../use-asked-act.tsx";
import { exportUsers } from "./export-users.ts";
import { InviteUser } from "./invite-user.tsx";
import { type UserActionShown, userActions } from "./user-actions.ts";
import { userColumns } from "./user-columns.tsx";
import { userFilters } from "./user-filters.ts";
import { UserOutcomes } from "./user-outcomes.tsx";

type Outcomes = UserActionOutcomes["outcomes"];

const noUsers: readonly AdminUser[] = [];

/** Everybody who has an account or asked for one, and what can be done about them. */
export function UsersSection() {
  const { place, list } = useAdminList("users", admin.users);
  const [chosen, setChosen] = useState<RowSelectionState>({});
  const [inviting, setInviting] = useState(false);
  const [outcomes, setOutcomes] = useState<Outcomes>([]);
  const users = list.data?.users ?? noUsers;
  const affected = users.filter(({ id }) => chosen[id] === true);
  const { run, ask, busy, problem, dialog } = useAskedAct();
  const told = (happened: Outcomes): void => {
    setOutcomes(happened);
    setChosen({});
  };
  const go = (name: string): void => {
    const wanted = userActions.find(({ action }) => action === name);
    if (wanted === undefined) return;
    const step = async () => told(await actOn(wanted.action, affected));
    if (wanted.ask === undefined) void run(step);
    else ask({ ...wanted.ask(affected.length), names: affected.map(({ email }) => email) }, step);
  };
  return (
    <Section
      title="Users"
      aside={
        <Button icon={<UserPlus aria-hidden />} onClick={() => setInviting(true)}>
          Invite
        </Button>
      }
    >
      {outcomes.length > 0 && <UserOutcomes outcomes={outcomes} onClose={() => setOutcomes([])} />}
      <ListView
        label="Users"
        what="users"
        noun="user"
        hint="Address, name, phone or id"
        place={place}
        list={list}
        filters={userFilters}
        rows={users}
        columns={userColumns}
        keyOf={idOf}
        nameOf={emailOf}
        usual={newestFirst}
        selection={{ chosen, onChosen: setChosen }}
        empty={<p>Invite somebody, or wait until somebody asks to come in.</p>}
        bar={
          <>
            <ActionBar chosen={affected.length} actions={userActions} busy={busy} onGo={go} />
            <div className="px-4 pt-2 empty:hidden lg:px-6">
              <Problem>{problem}</Problem>
            </div>
          </>
        }
      />
      {dialog}
      <InviteUser open={inviting} onClose={() => setInviting(false)} onMade={told} />
    </Section>
  );
}

async function actOn(action: UserActionShown["action"], users: readonly AdminUser[]): Promise<Outcomes> {
  if (action === "export") return exportUsers(users);
  const { outcomes } = await admin.actOnUsers(
    action,
    users.map(({ id }) => id),
  );
  return outcomes;
}

const idOf = ({ id }: AdminUser): string => id;
const emailOf = ({ email }: AdminUser): string => email;
const newestFirst = { sort: "joined", order: "desc" } as const;
