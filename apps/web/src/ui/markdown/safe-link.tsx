import { ArrowUpRight, Ban, Image as ImageIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import { readUrl } from "./safe-url.ts";
import { useView } from "./view.tsx";

/** A link of a note. It shows where it goes before it is followed; what must not be followed is only named. */
export function SafeLink({
  url,
  children,
  text,
}: {
  readonly url: string;
  readonly children: ReactNode;
  readonly text: string;
}) {
  const view = useView();
  const target = readUrl(url);
  switch (target.kind) {
    case "web":
      return (
        <a href={target.href} target="_blank" rel="noopener noreferrer nofollow" title={target.href} className="link">
          {children}
          <span className="host">
            <ArrowUpRight aria-hidden />
            {text.includes(target.host) ? <span className="sr-only">(opens in a new tab)</span> : target.host}
          </span>
        </a>
      );
    case "mail":
      return (
        <a href={target.href} title={target.address} className="link">
          {children}
          {!text.includes(target.address) && <span className="host">{target.address}</span>}
        </a>
      );
    case "path":
      if (target.path.startsWith("/?") || target.path.startsWith("/search?"))
        return view.link({ kind: "page", path: target.path }, children, text);
      if (target.path.startsWith("#") || target.path === "") return <span>{children}</span>;
      return view.link({ kind: "note", name: decodePath(target.path) }, children, text);
    case "refused":
      return (
        <span className="chip" title={url.slice(0, 200)}>
          <Ban aria-hidden />
          {children} (link not followed: {target.scheme})
        </span>
      );
  }
}

/** A picture of a note. One kept on this server is shown; anything remote is named and never loaded. */
export function SafePicture({ url, alt }: { readonly url: string; readonly alt: string }) {
  const view = useView();
  const [broken, setBroken] = useState(false);
  const target = readUrl(url);
  const own = target.kind === "path" ? view.picture?.(decodePath(target.path)) : undefined;
  if (own !== undefined && !broken) return <img src={own} alt={alt} loading="lazy" onError={() => setBroken(true)} />;
  const name = alt.trim() === "" ? "Picture" : alt;
  if (target.kind === "web") {
    return (
      <a href={target.href} target="_blank" rel="noopener noreferrer nofollow" title={target.href} className="chip">
        <ImageIcon aria-hidden />
        {name}
        <span className="host">picture at {target.host}, not loaded</span>
      </a>
    );
  }
  return (
    <span className="chip" title={url.slice(0, 200)}>
      <ImageIcon aria-hidden />
      {name}
      <span className="host">{target.kind === "path" ? decodePath(target.path) : "picture, not loaded"}</span>
    </span>
  );
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
