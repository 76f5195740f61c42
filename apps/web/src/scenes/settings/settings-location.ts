/** `for`: people who signed in; whoever is alone, in anonymous mode; all of them. */
export const settingsParts = [
  { part: "page", name: "This page", for: "all" },
  { part: "profile", name: "Profile", for: "people" },
  { part: "sign-in", name: "Sign-in", for: "people" },
  { part: "devices", name: "Devices", for: "people" },
  { part: "keys", name: "Keys", for: "people" },
  { part: "spaces", name: "Spaces", for: "people" },
  { part: "answers", name: "Answers", for: "all" },
  { part: "models", name: "Models", for: "alone" },
  { part: "notes", name: "Notes", for: "all" },
  { part: "data", name: "Your data", for: "people" },
  { part: "server", name: "This server", for: "all" },
] as const;
export type SettingsPart = (typeof settingsParts)[number]["part"];

export interface SettingsLocation {
  readonly part?: SettingsPart | undefined;
  /** Why a provider could not be connected, as the sign-in page names it. */
  readonly reason?: string | undefined;
  /** The space that is opened. */
  readonly space?: string | undefined;
}

export function readSettingsLocation({ part, reason, space }: Readonly<Record<string, string>>): SettingsLocation {
  return {
    part: settingsParts.find((known) => known.part === part)?.part,
    reason: reason || undefined,
    space: space || undefined,
  };
}
