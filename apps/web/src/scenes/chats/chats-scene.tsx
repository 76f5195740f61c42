import type { ChatSession } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { khoj } from "../../khoj.ts";
import { timeZone } from "../../time-zone.ts";
import { Blank } from "../../ui/blank.tsx";
import { Moment } from "../../ui/moment.tsx";
import { SceneTitle } from "../../ui/scene-title.tsx";
import { useHidden } from "../../ui/undo.ts";
import { useTitle } from "../../ui/use-title.ts";
import { VirtualList } from "../../ui/virtual-list.tsx";
import { walkList } from "../../ui/walk-list.ts";
import { ChatMenu } from "./chat-menu.tsx";
import { RenameChat } from "./rename-chat.tsx";
import { TrashedChats } from "./trashed-chats.tsx";

/** Every conversation, newest first. */
export function ChatsScene() {
  useTitle("Chats");
  const [name, setName] = useState("");
  const hidden = useHidden();
  const { data, error } = useQuery({
    queryKey: ["chats", "list"],
    queryFn: ({ signal }) => khoj.chat.sessions(signal),
  });
  const shown = (data ?? []).filter(
    ({ conversation_id, slug }) =>
      !hidden.has(`chat:${conversation_id}`) && slug.toLowerCase().includes(name.toLowerCase()),
  );
  const onKeyDown = (event: KeyboardEvent) => walkList(event, "[data-item]", () => undefined);
  return (
    <div className="flex h-full flex-col">
      <SceneTitle title="Chats" aside={<TrashedChats />}>
        <input
          data-box
          type="search"
          aria-label="Filter chats by name"
          placeholder="Filter by name"
          value={name}
          onChange={(event) => setName(event.target.value)}
          className="field w-full max-w-80"
        />
      </SceneTitle>
      {error !== null && <Blank title="The chats could not be listed">{error.message}</Blank>}
      {data !== undefined && shown.length === 0 && (
        <Blank
          icon={<MessagesSquare aria-hidden />}
          title={data.length === 0 ? "No chats yet" : "No chat of this name"}
        >
          {data.length === 0 && (
            <Link to="/chat" className="link">
              Ask your notes something
            </Link>
          )}
        </Blank>
      )}
      {shown.length > 0 && (
        <VirtualList
          label="Chats"
          count={shown.length}
          keyAt={(index) => shown[index]?.conversation_id ?? index}
          rowHeight={46}
          onKeyDown={onKeyDown}
          render={(index) => shown[index] !== undefined && <ChatRow session={shown[index]} />}
        />
      )}
    </div>
  );
}

function ChatRow({ session }: { readonly session: ChatSession }) {
  const [renaming, setRenaming] = useState(false);
  const { conversation_id: id, slug, updated } = session;
  return (
    <div className="flex h-full items-center gap-2 rounded-lg px-2 hover:bg-hover focus-within:bg-hover">
      {renaming ? (
        <RenameChat id={id} title={slug} onDone={() => setRenaming(false)} />
      ) : (
        <Link
          to="/chat"
          search={{ conversation: id } as never}
          data-item
          className="flex h-full min-w-0 flex-1 items-center gap-4 px-1"
        >
          <span className="min-w-0 flex-1 truncate" dir="auto">
            {slug}
          </span>
          <Moment at={updated} zone={timeZone()} className="shrink-0 text-[0.88rem] text-ink-faint tabular-nums" />
        </Link>
      )}
      <ChatMenu id={id} title={slug} onRename={() => setRenaming(true)} />
    </div>
  );
}
