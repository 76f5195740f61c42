export type SafeUrl =
  | { readonly kind: "web"; readonly href: string; readonly host: string }
  | { readonly kind: "mail"; readonly href: string; readonly address: string }
  /** A path: another note, or a place in this one. */
  | { readonly kind: "path"; readonly path: string }
  /** Anything a click must never start, such as `javascript:`. */
  | { readonly kind: "refused"; readonly scheme: string };

/** Reads an address found in a note. Only web and mail addresses and plain paths are ever followed. */
export function readUrl(url: string): SafeUrl {
  const bare = Array.from(url.trim(), (letter) => (letter.charCodeAt(0) <= 0x20 ? "" : letter)).join("");
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(bare)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    return bare.startsWith("//") || bare.startsWith("\\\\")
      ? readWeb(`https:${bare.replaceAll("\\", "/")}`)
      : { kind: "path", path: url.trim() };
  }
  if (scheme === "http" || scheme === "https") return readWeb(bare);
  if (scheme === "mailto")
    return { kind: "mail", href: bare, address: bare.slice("mailto:".length).split("?")[0] ?? "" };
  return { kind: "refused", scheme };
}

function readWeb(url: string): SafeUrl {
  try {
    const { href, host } = new URL(url);
    return { kind: "web", href, host };
  } catch {
    return { kind: "refused", scheme: "a broken address" };
  }
}
