import { useQueryClient } from "@tanstack/react-query";
import { Download, Link2, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { khoj } from "../../khoj.ts";
import { Menu } from "../../ui/menu.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { later } from "../../ui/undo.ts";
import { conversationAsMarkdown } from "./conversation-as-markdown.ts";
import { ShareDialog } from "./share-dialog.tsx";

export interface ChatMenuProps {
  readonly id: string;
  readonly title: string;
  readonly onRename: () => void;
  readonly onDeleted?: () => void;
}

/** What can be done with one conversation. */
export function ChatMenu({ id, title, onRename, onDeleted }: ChatMenuProps) {
  const queries = useQueryClient();
  const [sharing, setSharing] = useState(false);
  const remove = (): void => {
    later(`“${title}” deleted`, [`chat:${id}`], async () => {
      await khoj.chat.remove(id);
      await queries.invalidateQueries({ queryKey: ["chats"] });
    });
    onDeleted?.();
  };
  const download = async (): Promise<void> => {
    const conversation = await khoj.chat.history(id);
    saveFile(
      `${title.replace(/[/\\:*?"<>|]/g, " ").slice(0, 80)}.md`,
      conversationAsMarkdown(title, conversation.chat ?? []),
    );
  };
  return (
    <>
      <Menu
        label={`Actions for ${title}`}
        items={[
          { label: "Rename", icon: <Pencil aria-hidden />, onSelect: onRename },
          { label: "Share", icon: <Link2 aria-hidden />, onSelect: () => setSharing(true) },
          { label: "Export", icon: <Download aria-hidden />, onSelect: () => void download() },
          { label: "Delete", icon: <Trash2 aria-hidden />, danger: true, onSelect: remove },
        ]}
      />
      <ShareDialog id={id} open={sharing} onClose={() => setSharing(false)} />
    </>
  );
}
