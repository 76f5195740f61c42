/** Why a note stays out, as shown beside it: the rule, never its text. */
export const privateRules = {
  frontMatter: "private: true in the front matter",
  orgProperty: "the property :PRIVATE: t",
  tag: "the tag private",
} as const;

const affirmative = new Set(["t", "true", "yes", "on", "y", "1"]);

/** Whether the value of a `private` field means yes. Anything a person would read as yes does. */
export const meansYes = (value: string): boolean =>
  affirmative.has(
    value
      .trim()
      .replace(/^["']|["']$/g, "")
      .toLowerCase(),
  );

/** `private` and anything nested below it (`private/diary`), in any case. */
export const isPrivateTag = (tag: string): boolean => /^#?private(?:\/|$)/i.test(tag);
