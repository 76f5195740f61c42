import type { AdminUser, FactorKind } from "@khoj/contract";
import { timeZone } from "../../time-zone.ts";
import { Moment } from "../../ui/moment.tsx";
import { StateWord } from "../../ui/state-word.tsx";
import type { Column } from "../table/column.ts";

export const stateNames: Readonly<Record<AdminUser["state"], string>> = {
  unverified: "Waiting",
  invited: "Invited",
  active: "Active",
  suspended: "Deactivated",
};
const stateTones = { unverified: "warn", invited: "quiet", active: "good", suspended: "danger" } as const;

export const factorNames: Readonly<Record<FactorKind, string>> = {
  passkey: "Passkey",
  totp: "Authenticator",
  password: "Password",
  google: "Google",
  oidc: "OpenID",
};

export const userColumns: readonly Column<AdminUser>[] = [
  { id: "email", header: "User", sort: { by: "email", first: "asc" }, cell: (user) => <Who user={user} /> },
  { id: "state", header: "State", wide: true, cell: ({ state }) => <State state={state} /> },
  {
    id: "role",
    header: "Role",
    wide: true,
    cell: ({ role }) => (role === "admin" ? <b className="font-semibold">Administrator</b> : "User"),
  },
  { id: "factors", header: "Signs in with", wide: true, cell: ({ factors }) => <Factors factors={factors} /> },
  { id: "sessions", header: "Sessions", wide: true, numeric: true, cell: ({ sessions }) => quietZero(sessions) },
  { id: "keys", header: "Keys", wide: true, numeric: true, cell: ({ keys }) => quietZero(keys) },
  { id: "documents", header: "Files", wide: true, numeric: true, cell: ({ documents }) => quietZero(documents) },
  {
    id: "seen",
    header: "Last seen",
    wide: true,
    sort: { by: "seen", first: "desc" },
    cell: ({ seen_at }) => <Seen at={seen_at} />,
  },
  {
    id: "joined",
    header: "Joined",
    wide: true,
    sort: { by: "joined", first: "desc" },
    cell: ({ joined_at }) => <Moment at={joined_at} zone={timeZone()} className="whitespace-nowrap" />,
  },
];

/** Who it is; where the window is narrow, all that the other columns would say in short. */
function Who({ user }: { readonly user: AdminUser }) {
  const { email, name, phone, oneself, state, role, factors, seen_at } = user;
  const rest = [name, phone].filter((part) => part !== null && part !== "").join(" · ");
  return (
    <div className="min-w-0 wrap-anywhere">
      <bdi dir="ltr" className="font-medium">
        {email}
      </bdi>
      {oneself && <span className="ml-1.5 text-ink-faint">(you)</span>}
      {rest !== "" && <div className="text-[0.84rem] text-ink-soft">{rest}</div>}
      <div className="flex flex-wrap gap-x-2 text-[0.84rem] text-ink-soft @3xl:hidden">
        <State state={state} />
        {role === "admin" && <b className="font-semibold">Administrator</b>}
        {factors.length > 0 && <Factors factors={factors} />}
        <span>
          seen <Seen at={seen_at} />
        </span>
      </div>
    </div>
  );
}

const State = ({ state }: Pick<AdminUser, "state">) => (
  <StateWord tone={stateTones[state]}>{stateNames[state]}</StateWord>
);

const Factors = ({ factors }: Pick<AdminUser, "factors">) =>
  factors.length === 0 ? (
    <span className="text-ink-faint">Link only</span>
  ) : (
    factors.map((kind) => factorNames[kind]).join(", ")
  );

const Seen = ({ at }: { readonly at: string | null }) =>
  at === null ? (
    <span className="text-ink-faint">never</span>
  ) : (
    <Moment at={at} zone={timeZone()} className="whitespace-nowrap" />
  );

const quietZero = (count: number) =>
  count === 0 ? <span className="text-ink-faint">0</span> : count.toLocaleString("en-GB");
