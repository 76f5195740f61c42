import type { Actor } from "../platform/actor.ts";
import type { Room } from "../platform/room.ts";
import { memoryRoutes } from "./memory-routes.ts";
import { routes } from "./routes.ts";

export interface AgentsDeps {
  /** Whether the actor has such a conversation. */
  hasConversation(actor: Actor, conversationId: string): Promise<boolean>;
}

export const openAgents = (deps: AgentsDeps): Room => ({
  name: "agents",
  routes: [...routes(deps), ...memoryRoutes()],
});
