import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { khoj } from "../../khoj.ts";
import { baseName, extensionOf } from "../../ui/file-name.ts";
import type { LinkTarget } from "../../ui/markdown/view.tsx";
import { noNote, readNoteLocation } from "./note-location.ts";

/** A link from note to note, to a tag, or to a passage. Notes are looked up by name when the link is followed. */
export function NoteLink({
  target,
  folder,
  children,
}: {
  readonly target: LinkTarget;
  readonly folder: string;
  readonly children: ReactNode;
}) {
  switch (target.kind) {
    case "tag":
      return (
        <Link to="/" search={{ q: `#${target.tag}` } as never} className="tag">
          {children}
        </Link>
      );
    case "page": {
      const location = readNoteLocation(Object.fromEntries(new URLSearchParams(target.path.split("?")[1])));
      return (
        <Link
          to="."
          search={((previous: object) => ({ ...previous, ...noNote, ...location })) as never}
          className="link"
        >
          {children}
        </Link>
      );
    }
    case "note":
      return (
        <NamedNote name={target.name} folder={folder}>
          {children}
        </NamedNote>
      );
  }
}

function NamedNote({
  name,
  folder,
  children,
}: {
  readonly name: string;
  readonly folder: string;
  readonly children: ReactNode;
}) {
  const navigate = useNavigate();
  const [missing, setMissing] = useState(false);
  const follow = async (): Promise<void> => {
    const found = await findNote(name, folder).catch(() => undefined);
    setMissing(found === undefined);
    if (found === undefined) return;
    await navigate({
      to: ".",
      search: ((previous: object) => ({ ...previous, ...noNote, open: found })) as never,
    });
  };
  return (
    <button type="button" className="link wiki" title={`Note: ${name}`} onClick={() => void follow()}>
      {children}
      {missing && <span className="host">no note of this name</span>}
    </button>
  );
}

/** The note a link means: the very path beside this note first, else any note of that name. */
async function findNote(name: string, folder: string): Promise<string | undefined> {
  const path = name.split("#")[0] ?? "";
  const { items } = await khoj.content.status({ name: baseName(path) });
  const names = items.map(({ file_name }) => file_name);
  const exact = joinPath(folder, path);
  const wanted = baseName(path).toLowerCase();
  return (
    names.find((candidate) => candidate === exact) ??
    names.find((candidate) => withoutEnding(candidate) === exact) ??
    names.find((candidate) => baseName(candidate).toLowerCase() === wanted) ??
    names.find((candidate) => baseName(withoutEnding(candidate)).toLowerCase() === wanted)
  );
}

export function joinPath(folder: string, path: string): string {
  const parts = path.startsWith("/") ? [] : folder.split(/[/\\]/);
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return (
    (path.startsWith("/") ? "/" : "") +
    parts
      .filter((part, index) => part !== "" || index === 0)
      .join("/")
      .replace(/^\/(?=.)/, folder.startsWith("/") ? "/" : "")
  );
}

const withoutEnding = (name: string): string => {
  const extension = extensionOf(name);
  return extension === "" ? name : name.slice(0, -extension.length - 1);
};
