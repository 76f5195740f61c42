const mostTags = 200;
const longestTag = 100;

/** Every chunk carries the tags of its document or section: a hundred thousand of them would stand there thousands of times. */
export function limitTags(tags: readonly string[]): readonly string[] {
  if (tags.length <= mostTags && tags.every((tag) => tag.length <= longestTag)) return tags;
  return tags.filter((tag) => tag.length <= longestTag).slice(0, mostTags);
}
