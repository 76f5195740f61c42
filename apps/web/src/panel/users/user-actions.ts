import type { UserActionName } from "@khoj/contract";
import { counted } from "../../ui/counted.ts";
import type { Question } from "../ask-first.tsx";

export interface UserActionShown {
  readonly action: UserActionName | "export";
  readonly label: string;
  /** What is asked before; without it the act is done at once. */
  readonly ask?: (count: number) => Omit<Question, "names">;
}

const people = (count: number): string => counted(count, "person", "people");

/** The acts of the menu at the top, in its order. */
export const userActions: readonly UserActionShown[] = [
  { action: "login-link", label: "Get email login URL" },
  { action: "invite", label: "Invite by link" },
  { action: "approve", label: "Approve" },
  {
    action: "deactivate",
    label: "Deactivate",
    ask: (count) => ({
      title: `Deactivate ${people(count)}?`,
      text: "Their sessions, keys and open connections end within a second. Their notes stay, and they can be activated again.",
      act: "Deactivate",
      danger: true,
    }),
  },
  { action: "activate", label: "Activate again" },
  {
    action: "make-admin",
    label: "Make administrator",
    ask: (count) => ({
      title: `Make ${people(count)} administrator?`,
      text: "Administrators see all people, keys and events, and may change every setting. They need a second factor before the panel opens to them.",
      act: "Make administrator",
      danger: false,
    }),
  },
  {
    action: "make-user",
    label: "Make ordinary user",
    ask: (count) => ({
      title: `Take administration from ${people(count)}?`,
      text: "The panel closes to them at once. Their notes, sessions and keys stay, but keys may no longer administer.",
      act: "Make ordinary user",
      danger: true,
    }),
  },
  {
    action: "reset-factors",
    label: "Reset second factors",
    ask: (count) => ({
      title: `Reset the second factors of ${people(count)}?`,
      text: "Their authenticator app, passkeys and recovery codes are removed and they are signed out everywhere. They can then come in with a link alone, so hand that link over in a way you trust.",
      act: "Reset second factors",
      danger: true,
    }),
  },
  {
    action: "sign-out",
    label: "Sign out everywhere",
    ask: (count) => ({
      title: `Sign out ${people(count)}?`,
      text: "All their sessions on all devices end within a second. Keys stay as they are.",
      act: "Sign out everywhere",
      danger: false,
    }),
  },
  {
    action: "export",
    label: "Export their data",
    ask: (count) => ({
      title: `Export everything of ${people(count)}?`,
      text: "Their notes, conversations and settings are downloaded to this computer, an archive for each. That you did it is written down.",
      act: "Export",
      danger: false,
    }),
  },
  {
    action: "delete",
    label: "Delete with all data",
    ask: (count) => ({
      title: `Delete ${people(count)} and everything that is theirs?`,
      text: "Their account, own space, notes, folders, conversations, keys and sessions are erased at once. Nothing of it can be brought back.",
      act: `Delete ${people(count)} for good`,
      danger: true,
    }),
  },
];
