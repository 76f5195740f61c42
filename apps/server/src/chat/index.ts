/** Conversations: questions answered from the notes, kept message by message, shared and thrown away. */
export { openChat } from "./open-chat.ts";
