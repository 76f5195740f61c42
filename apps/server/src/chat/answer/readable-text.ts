/**
 * A passage as its words are counted: markup that no reader of the note sees is blanked, at equal length, so that every
 * place stays where it was. Tags, comments, directives and the list of where links go name many things and say nothing.
 */
export const readableText = (text: string): string => text.replace(unseen, (markup) => markup.replace(/[^\n]/g, " "));

const unseen =
  /<!--[\s\S]*?-->|<\/?[a-z][^>\n]*>|^[ \t]*\[[^\]\n]+\]:[ \t]*\n?[ \t]*\S+.*$|^[ \t]*\{\{.*\}\}[ \t]*$/gim;
