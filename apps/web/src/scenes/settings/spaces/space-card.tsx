import type { Space } from "@khoj/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { khoj } from "../../../khoj.ts";
import { useProfile } from "../../../shell/use-profile.ts";
import { AskFirst } from "../../../ui/ask-first.tsx";
import { Button, IconButton } from "../../../ui/button.tsx";
import { counted } from "../../../ui/counted.ts";
import { EditName } from "../../../ui/edit-name.tsx";
import { MemberList } from "./member-list.tsx";

const roleWords = { owner: "you own it", editor: "you may change it", reader: "you may read it" } as const;

/** A space: what it holds, who is in it, and what one may do with it. */
export function SpaceCard({ space, open }: { readonly space: Space; readonly open: boolean }) {
  const queries = useQueryClient();
  const [renaming, setRenaming] = useState(false);
  const [shown, setShown] = useState(open);
  const reload = () => queries.invalidateQueries({ queryKey: ["spaces"] });
  const shared = space.kind === "shared";
  const owns = space.role === "owner";
  return (
    <li className="rounded-xl border border-line bg-surface px-4 py-3">
      <div className="flex items-center gap-2">
        <div className="min-w-0 flex-1">
          {renaming ? (
            <EditName
              label="Name of the space"
              name={space.name}
              onSave={async (name) => {
                await khoj.spaces.rename(space.id, name);
                await reload();
              }}
              onDone={() => setRenaming(false)}
            />
          ) : (
            <h3 className="truncate font-medium" title={space.name}>
              <bdi>{space.name}</bdi>
            </h3>
          )}
        </div>
        {shared && owns && (
          <IconButton label={`Rename ${space.name}`} onClick={() => setRenaming(true)}>
            <Pencil />
          </IconButton>
        )}
      </div>
      <p className="flex flex-wrap gap-x-3 text-[0.88rem] text-ink-faint">
        <span>{shared ? roleWords[space.role] : "yours alone"}</span>
        <span>{counted(space.documents, "file")}</span>
        {shared && <span>{counted(space.members, "person", "people")}</span>}
      </p>
      {shared && (
        <>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button aria-expanded={shown} onClick={() => setShown(!shown)}>
              People
            </Button>
            <LeaveOrDelete space={space} onChanged={reload} />
          </div>
          {shown && <MemberList space={space} />}
        </>
      )}
    </li>
  );
}

function LeaveOrDelete({ space, onChanged }: { readonly space: Space; readonly onChanged: () => Promise<unknown> }) {
  const [asking, setAsking] = useState<"" | "leave" | "delete">("");
  const profile = useProfile();
  const close = (): void => setAsking("");
  return (
    <>
      {profile != null && (
        <Button look="quiet" onClick={() => setAsking("leave")}>
          Leave
        </Button>
      )}
      {space.role === "owner" && (
        <Button look="danger" onClick={() => setAsking("delete")}>
          Delete
        </Button>
      )}
      <AskFirst
        title={`Leave ${space.name}`}
        open={asking === "leave"}
        onClose={close}
        act="Leave"
        onAct={async () => {
          if (profile != null) await khoj.spaces.removeMember(space.id, profile.id);
          await onChanged();
        }}
      >
        <p>
          You lose its notes at once, in searches and in the references of your chats too. An owner can let you in
          again.
        </p>
      </AskFirst>
      <AskFirst
        title={`Delete ${space.name}`}
        open={asking === "delete"}
        onClose={close}
        act="Delete it for good"
        typed={space.name}
        onAct={async () => {
          await khoj.spaces.remove(space.id);
          await onChanged();
        }}
      >
        <p>
          {counted(space.documents, "file")} and everything made of them {space.documents === 1 ? "is" : "are"} deleted
          for {space.members === 1 ? "you" : `all ${space.members} people`}. Nothing brings them back. Files of watched
          folders stay on disk.
        </p>
      </AskFirst>
    </>
  );
}
