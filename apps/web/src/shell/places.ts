import { Files, FolderOpen, MessageCircleQuestionMark, MessagesSquare, Search, Settings2 } from "lucide-react";

/** The places of the page, in the order of the rail. */
export const places = [
  { to: "/", name: "Find", icon: Search },
  { to: "/chat", name: "Ask", icon: MessageCircleQuestionMark },
  { to: "/chats", name: "Chats", icon: MessagesSquare },
  { to: "/files", name: "Files", icon: Files },
  { to: "/folders", name: "Folders", icon: FolderOpen },
  { to: "/settings", name: "Settings", icon: Settings2 },
] as const;
