/** Where notes come from by themselves: watched folders now, connected accounts later. */
export type { Sources } from "./manage-folders.ts";
export { openSources, type SourcesOptions, type SourcesRoom } from "./open-sources.ts";
