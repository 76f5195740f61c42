/**
 * Text a database can keep: U+FFFD for NUL and for half of a surrogate pair. Made at the edge, so that no store meets
 * either, and a search for "a\0b" is a search and no error.
 */
export const storableText = (text: string): string => text.replaceAll("\0", "\uFFFD").toWellFormed();
