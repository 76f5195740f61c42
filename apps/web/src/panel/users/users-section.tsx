import type { UserActionOutcomes } from "@khoj/contract";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import type { RowSelectionState } from "@tanstack/react-table";
import { UserPlus, Users } from "lucide-react";
import { useState } from "react";
import { Blank } from "../../ui/blank.tsx";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useAct } from "../../ui/use-act.ts";
import { admin } from "../admin.ts";
import { AskFirst } from "../ask-first.tsx";
import { NotYet, Section } from "../section.tsx";
import { ActionBar } from "../table/action-bar.tsx";
import { DataTable } from "../table/data-table.tsx";
import { Filters } from "../table/filters.tsx";
import { useListPlace } from "../table/list-location.ts";
import { Pager } from "../table/pager.tsx";
import { SearchBox } from "../table/search-box.tsx";
import { InviteUser } from "./invite-user.tsx";
import { type UserActionShown, userActions } from "./user-actions.ts";
import { userColumns } from "./user-columns.tsx";
import { userFilters } from "./user-filters.ts";
import { UserOutcomes } from "./user-outcomes.tsx";

const noUsers: never[] = [];

/** Everybody who has an account or asked for one, and what can be done about them. */
export function UsersSection() {
  const place = useListPlace();
  const [chosen, setChosen] = useState<RowSelectionState>({});
  const [inviting, setInviting] = useState(false);
  const [outcomes, setOutcomes] = useState<UserActionOutcomes["outcomes"]>([]);
  const list = useQuery({
    queryKey: ["admin", "users", place.location],
    queryFn: ({ signal }) => admin.users(place.location, signal),
    placeholderData: keepPreviousData,
  });
  const users = list.data?.users ?? noUsers;
  const affected = users.filter(({ id }) => chosen[id] === true);
  const told = (happened: UserActionOutcomes["outcomes"]): void => {
    setOutcomes(happened);
    setChosen({});
  };
  const act = useUserAct(affected, told);
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
      <div className="flex flex-wrap items-center gap-2 px-4 py-3 lg:px-6">
        <SearchBox place={place} label="Search users" hint="Address, name, phone or id" />
        <Filters place={place} filters={userFilters} />
      </div>
      <ActionBar chosen={affected.length} actions={userActions} busy={act.busy} onGo={act.go} />
      <div className="px-4 lg:px-6">
        <Problem>{act.problem}</Problem>
      </div>
      {list.data === undefined && <NotYet error={list.error} what="users" onRetry={() => void list.refetch()} />}
      {list.data !== undefined && users.length === 0 && (
        <Blank icon={<Users aria-hidden />} title="Nobody is like that">
          Search for less, or show all.
        </Blank>
      )}
      {list.data !== undefined && users.length > 0 && (
        <div className="px-1 pb-4 lg:px-3" aria-busy={list.isPlaceholderData}>
          <DataTable
            label="Users"
            rows={users}
            columns={userColumns}
            keyOf={({ id }) => id}
            nameOf={({ email }) => email}
            place={place}
            usual={{ sort: "joined", order: "desc" }}
            selection={{ chosen, onChosen: setChosen }}
          />
          <div className="px-3 pt-3">
            <Pager place={place} page={list.data.page} pages={list.data.pages} total={list.data.total} noun="user" />
          </div>
        </div>
      )}
      {act.asking?.ask !== undefined && (
        <AskFirst
          question={{ ...act.asking.ask(affected.length), names: affected.map(({ email }) => email) }}
          onNo={act.forget}
          onYes={act.confirm}
        />
      )}
      <InviteUser open={inviting} onClose={() => setInviting(false)} onMade={told} />
    </Section>
  );
}

/** Does an act to the chosen users: asks first where it says so, and tells what happened to each. */
function useUserAct(
  affected: readonly { readonly id: string }[],
  onDone: (outcomes: UserActionOutcomes["outcomes"]) => void,
) {
  const [asking, setAsking] = useState<UserActionShown>();
  const queries = useQueryClient();
  const { act, busy, problem } = useAct();
  const run = ({ action }: UserActionShown): void => {
    setAsking(undefined);
    void act(async () => {
      const { outcomes } = await admin.actOnUsers(
        action,
        affected.map(({ id }) => id),
      );
      onDone(outcomes);
      await queries.invalidateQueries({ queryKey: ["admin"] });
    });
  };
  const go = (name: string): void => {
    const wanted = userActions.find(({ action }) => action === name);
    if (wanted?.ask !== undefined) setAsking(wanted);
    else if (wanted !== undefined) run(wanted);
  };
  return {
    go,
    asking,
    busy,
    problem,
    forget: () => setAsking(undefined),
    confirm: () => asking !== undefined && run(asking),
  };
}
