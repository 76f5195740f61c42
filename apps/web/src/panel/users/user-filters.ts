import { factorKinds, personStates } from "@khoj/contract";
import type { Filter } from "../table/filters.tsx";
import { factorNames, stateNames } from "./user-columns.tsx";

export const userFilters: readonly Filter[] = [
  { key: "state", name: "State", options: personStates.map((state) => [state, stateNames[state]]) },
  {
    key: "role",
    name: "Role",
    options: [
      ["admin", "Administrator"],
      ["user", "User"],
    ],
  },
  {
    key: "factor",
    name: "Factor",
    options: [...factorKinds.map((kind) => [kind, factorNames[kind]] as const), ["none", "No second factor"]],
  },
  {
    key: "joined",
    name: "Joined",
    any: "Joined any time",
    options: [
      ["day", "today"],
      ["week", "past week"],
      ["month", "past month"],
      ["year", "past year"],
    ],
  },
  {
    key: "seen",
    name: "Seen",
    any: "Seen any time",
    options: [
      ["day", "today"],
      ["week", "past week"],
      ["month", "past month"],
      ["quiet", "not for 90 days"],
      ["never", "never"],
    ],
  },
];
