import type { DocumentSelector, Library } from "../library/index.ts";
import type { ExclusionRules } from "./exclusion-rules.ts";

/**
 * Deletes what `selector` means. Files of watched folders stay on disk, so their paths are excluded first: otherwise
 * the next look at the folder would bring them back.
 */
export async function deleteContent(
  deps: { readonly library: Library; readonly rules: ExclusionRules },
  spaceId: string,
  selector: DocumentSelector,
): Promise<number> {
  await deps.rules.note(spaceId, await deps.library.watchedNames(spaceId, selector));
  return (await deps.library.delete(spaceId, selector)).documents;
}
