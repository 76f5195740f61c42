export const settingsParts = [
  { part: "page", name: "This page", people: false },
  { part: "profile", name: "Profile", people: true },
  { part: "sign-in", name: "Sign-in", people: true },
  { part: "devices", name: "Devices", people: true },
  { part: "keys", name: "Keys", people: true },
  { part: "spaces", name: "Spaces", people: true },
  { part: "notes", name: "Notes and models", people: false },
  { part: "data", name: "Your data", people: true },
  { part: "server", name: "This server", people: false },
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
