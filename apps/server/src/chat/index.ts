/** Conversations: questions answered from the notes, kept message by message, shared and thrown away. */
export { type ChatRoom, openChat } from "./open-chat.ts";
