/** Finds passages: filters first, then words and meaning; each hit with why and where. */
export type { SearchAnswer, SearchHit, SearchRequest } from "./hit.ts";
export { guessLanguage, isStopWord, type Language } from "./index/stop-words.ts";
export { openSearchRoom, type SearchRoom, type SearchRoomDeps } from "./open-search-room.ts";
export { foldWord, stemWord } from "./word-key.ts";
