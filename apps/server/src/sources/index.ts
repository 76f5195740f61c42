/** Where notes come from by themselves: watched folders now, connected accounts later. */
export { openSources, type SourcesOptions } from "./open-sources.ts";
