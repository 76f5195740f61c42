/** Where notes come from by themselves: watched folders now, connected accounts later. */
export { openSources, type SourcesOptions, type SourcesRoom } from "./open-sources.ts";
