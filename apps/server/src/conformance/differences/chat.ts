import { all, type Differences } from "../differences.ts";

export const chat: Differences = {
  ...all([], { kind: "waiting", why: "the chat routes are being built", ruled: "this issue" }),
};
