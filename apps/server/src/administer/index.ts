/** What the command line does to a server's accounts and secrets, by the database itself: with the server up or down. */
export { type Administration, withAdministration } from "./administration.ts";
export {
  addChatModelTo,
  addModelProvider,
  enterGgufFile,
  installGgufFile,
  listChatModels,
  listProviders,
  makeDefaultChatModel,
  removeModelProvider,
  removeNamedChatModel,
  testModelProvider,
  testNamedChatModel,
} from "./chat-models.ts";
export {
  changeEmbeddingEndpoint,
  showEmbeddingEndpoint,
  testEmbeddingEndpoint,
} from "./embedding-endpoint.ts";
export { createKeyFor, endKey, listAllKeys } from "./keys.ts";
export {
  addEmbeddingModel,
  listEmbeddingModels,
  removeEmbeddingModel,
  useEmbeddingModel,
  verifyEmbeddingModel,
} from "./models.ts";
export { forgetEverySecret, rotateDataKeys, rotateInstanceKey, showSecrets } from "./secrets.ts";
export { endSession, endSessionsOf, listSessions } from "./sessions.ts";
export { addUser, changeUser, type GivenLink, giveLoginLink, searchUsers, type UserChange } from "./users.ts";
