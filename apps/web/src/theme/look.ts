import { useSyncExternalStore } from "react";

/** How the page looks on this device; kept in the browser only. */
export interface Look {
  readonly theme: "system" | "light" | "dark";
  readonly density: "comfortable" | "compact";
}

const key = "khoj-look";
const listeners = new Set<() => void>();
let current = read();

export function useLook(): readonly [Look, (change: Partial<Look>) => void] {
  return [useSyncExternalStore(subscribe, () => current), change];
}

function change(part: Partial<Look>): void {
  current = { ...current, ...part };
  const root = document.documentElement;
  if (current.theme === "system") delete root.dataset.theme;
  else root.dataset.theme = current.theme;
  if (current.density === "compact") root.dataset.density = "compact";
  else delete root.dataset.density;
  try {
    localStorage.setItem(key, JSON.stringify(current));
  } catch {
    // Private windows may keep nothing: the choice then holds until the page is closed.
  }
  for (const listener of listeners) listener();
}

function read(): Look {
  try {
    const { theme, density } = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Look>;
    return {
      theme: theme === "light" || theme === "dark" ? theme : "system",
      density: density === "compact" ? "compact" : "comfortable",
    };
  } catch {
    return { theme: "system", density: "comfortable" };
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
