import type { Filter } from "../table/filters.tsx";

export const eventFilters: readonly Filter[] = [
  {
    key: "kind",
    name: "Area",
    options: [
      ["sign-in", "Sign-ins"],
      ["link", "Links"],
      ["session", "Sessions"],
      ["factor", "Factors"],
      ["password", "Passwords"],
      ["identity", "Linked accounts"],
      ["key", "Keys"],
      ["client", "Client applications"],
      ["account", "Accounts"],
      ["person", "People"],
      ["space", "Spaces"],
      ["settings", "Settings"],
      ["mail", "Mail"],
      ["limit", "Limits"],
      ["access", "Refused access"],
      ["secrets", "Secrets"],
      ["events", "Events read"],
    ],
  },
  {
    key: "outcome",
    name: "Outcome",
    options: [
      ["done", "done"],
      ["refused", "refused"],
      ["failed", "failed"],
      ["noticed", "noticed"],
    ],
  },
];
