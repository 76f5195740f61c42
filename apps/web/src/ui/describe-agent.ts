const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrom(e|ium)\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
  [/obsidian/i, "Obsidian"],
  [/emacs/i, "Emacs"],
  [/curl\//, "curl"],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** `Firefox on Linux`: what a person recognises of a device, never more than the device says itself. */
export function describeAgent(agent: string | null): string {
  if (agent === null || agent.trim() === "") return "Unnamed program";
  const browser = browsers.find(([pattern]) => pattern.test(agent))?.[1];
  const system = systems.find(([pattern]) => pattern.test(agent))?.[1];
  if (browser === undefined) return system ?? agent.split(/[\s/(,]/)[0] ?? agent;
  return system === undefined ? browser : `${browser} on ${system}`;
}

export const isPhone = (agent: string | null): boolean => /iPhone|Android.+Mobile/.test(agent ?? "");
