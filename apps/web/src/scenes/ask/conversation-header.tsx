import { Link, useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { ChatMenu } from "../chats/chat-menu.tsx";
import { RenameChat } from "../chats/rename-chat.tsx";

/** The name of the conversation, and what can be done with it. */
export function ConversationHeader({
  conversation,
  title,
}: {
  readonly conversation: string;
  readonly title: string | undefined;
}) {
  const navigate = useNavigate();
  const [renaming, setRenaming] = useState(false);
  return (
    <header className="flex min-h-13 items-center gap-2 border-b border-line px-4 lg:px-6">
      {renaming ? (
        <RenameChat id={conversation} title={title ?? ""} onDone={() => setRenaming(false)} />
      ) : (
        <h1 className="min-w-0 flex-1 truncate font-semibold" dir="auto" title={title}>
          {title ?? ""}
        </h1>
      )}
      <ChatMenu
        id={conversation}
        title={title ?? "Conversation"}
        onRename={() => setRenaming(true)}
        onDeleted={() => void navigate({ to: "/chats" })}
      />
      <Link
        to="/chat"
        search={{} as never}
        className="inline-flex min-h-9 shrink-0 items-center gap-1.5 rounded-lg px-2.5 text-[0.94rem] font-medium text-accent hover:bg-hover"
      >
        <Plus className="size-4" aria-hidden />
        New
      </Link>
    </header>
  );
}
