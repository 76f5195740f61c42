import type { Library } from "../library/index.ts";
import type { ExclusionRules } from "./exclusion-rules.ts";
import type { IngestDeps } from "./ingest-files.ts";
import type { PagePictures } from "./page-pictures.ts";

/** What the routes of this room work with. */
export interface IngestRoomDeps {
  readonly library: Library;
  readonly rules: ExclusionRules;
  readonly ingest: IngestDeps;
  readonly pictures: PagePictures;
  readonly version: string;
}
