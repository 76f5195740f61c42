/** Who answers: for now one agent, the default one, and nothing it remembers. */
export { type AgentsDeps, openAgents } from "./open-agents.ts";
