/**
 * Where somebody goes once they signed in: the path of `next` when it leads to a page of `origin`, else `/`. What a
 * browser, a proxy or a second reading could take for another host leads to `/`, and so does what would sign in or out.
 */
export function safeNext(next: string | undefined, origin: string): string {
  if (next === undefined || next === "" || next.length > longest || isUnclear(next)) return "/";
  const target = URL.canParse(next, origin) ? new URL(next, origin) : undefined;
  if (target?.origin !== origin || target.username !== "" || target.password !== "") return "/";
  const { pathname, search, hash } = target;
  if (leadsElsewhere(pathname) || /^\/(auth|login)(\/|$)/i.test(pathname)) return "/";
  return `${pathname}${search}${hash}`;
}

/** Reading an address until nothing is left to read takes the square of its length: of half a million characters, minutes. */
const longest = 2000;

/** What readers of addresses drop or mend, each in its way: controls, spaces at the ends, backslashes, `https:host`. */
const isUnclear = (next: string): boolean =>
  /[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^\s|\s$|^[a-z][a-z0-9+.-]*:(?!\/\/)/iu.test(next);

/** Whether the path, read once more or several times more, begins as `//host` does or cannot be read. */
function leadsElsewhere(pathname: string): boolean {
  for (let path = pathname; ; ) {
    if (/^\/\s*[/\\]/.test(path) || isUnclear(path)) return true;
    const again = decode(path);
    if (again === undefined) return true;
    if (again === path) return false;
    path = again;
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
