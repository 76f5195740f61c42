import { all, type Differences } from "../differences.ts";

const waiting = (ids: readonly string[], status: number): Differences =>
  all(ids, { kind: "waiting", status, why: "no agents of one's own yet", ruled: "for the issue that builds agents" });

/** Section 1.4. */
export const agents: Differences = {
  ...all(["agents", "agents-noauth", "agent-khoj", "agent-case", "agents-after"], {
    kind: "by-ruling",
    status: 200,
    why: "the quoting answerer is the default agent's model",
    ruled: "ours.md §4 chat is never unconfigured",
  }),
  "agent-delete-khoj": {
    kind: "defect-mended",
    status: 400,
    why: "upstream says deleted and nothing happens",
    ruled: "observed.md E43",
  },
  "agent-patch-noslug": {
    kind: "defect-mended",
    status: 400,
    why: "a sentence, not a 500",
    ruled: "do-better.md W-47",
  },
  ...waiting(["agent-create", "agent-create-dup", "agent-create-unsafe", "agent-create-nomodel"], 501),
  ...waiting(["agent-create-badenum", "agent-create-noauth"], 501),
  ...all(["agent-conv"], {
    kind: "waiting",
    status: 200,
    why: "the recording's second account wiped the one account's conversations; ours is as in authenticated.json",
    ruled: "for the issue that builds accounts",
  }),
  ...waiting(["agent-hidden", "agent-hidden-again", "agent-hidden-nomodel"], 501),
  ...waiting(["agent-session"], 400),
  ...waiting(["agent-get"], 404),
  ...waiting(["agent-patch"], 400),
  ...waiting(["agents-list2"], 200),
  ...waiting(["agent-session-history", "agent-session-conv"], 404),
  ...all(["other-agent", "other-agent-delete"], {
    kind: "waiting",
    why: "the recording was made with a second account's key",
    ruled: "for the issue that builds accounts",
  }),
};
