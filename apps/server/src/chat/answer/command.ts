/** What a question asks for by a slash command (wire.md §6.1), and the question without it. */
export interface Command {
  readonly name: CommandName;
  readonly question: string;
}

const commandNames = [
  "default",
  "notes",
  "general",
  "online",
  "webpage",
  "code",
  "image",
  "diagram",
  "research",
  "automated_task",
] as const;
export type CommandName = (typeof commandNames)[number];

/** Only a whole word at the very beginning is a command: `/notesfoo` and a path in the middle are words of the question. */
export function readCommand(question: string): Command {
  const found = new RegExp(`^\\s*/(${commandNames.join("|")})(?=\\s|$)`).exec(question);
  if (found === null) return { name: "default", question };
  const rest = question.slice(found[0].length).trim();
  const name = found[1] as CommandName;
  return { name, question: rest };
}

/** What `/api/chat/options` says of each command. */
export const commandDescriptions: Readonly<Record<Exclude<CommandName, "default" | "automated_task">, string>> = {
  general: "Answer from what a chat model knows, without looking at your notes. Needs a chat model.",
  notes: "Answer from your notes, quoting them with citations.",
  online: "Answer from the web. Needs a chat model and a search provider.",
  webpage: "Read a web page and answer from it. Needs a chat model.",
  code: "Work something out by running code. Needs a chat model and a sandbox.",
  image: "Paint a picture from your words. Needs an image model.",
  diagram: "Draw a diagram. Needs a chat model.",
  research: "Look into a question in several steps. Needs a chat model.",
};

/** The one sentence for a command that needs what is not set up; undefined for those that work. */
export function sayWhatIsMissing(name: CommandName, hasModel: boolean): string | undefined {
  return hasModel ? needsBeside[name] : needs[name];
}

const needs: Readonly<Partial<Record<CommandName, string>>> = {
  general: "General questions need a chat model, and none is set up yet; your notes were not searched.",
  online: "Searching the web needs a chat model and a search provider, and neither is set up yet.",
  webpage: "Reading web pages needs a chat model, and none is set up yet.",
  code: "Running code needs a chat model to write it and a sandbox to run it in, and neither is set up yet.",
  image: "Painting needs an image model, and none is set up yet.",
  diagram: "Drawing diagrams needs a chat model, and none is set up yet.",
  research:
    "Research in several steps needs a chat model, and none is set up yet; ask without `/research` to search your notes.",
  automated_task: "Scheduled tasks need automations, which this server does not have yet.",
};

/** With a chat model. */
const needsBeside: Readonly<Partial<Record<CommandName, string>>> = {
  online: "Searching the web needs a search provider, and none is set up yet; your notes were not searched.",
  webpage: "Reading web pages is not something this version can do yet.",
  code: "Running code needs a sandbox to run it in, and none is set up yet.",
  image: "Painting needs an image model, and none is set up yet.",
  diagram: "Drawing diagrams is not something this version can do yet; ask without `/diagram` to have it described.",
  research:
    "Research in several steps is not something this version can do yet; ask without `/research` to search your notes.",
  automated_task: "Scheduled tasks need automations, which this server does not have yet.",
};
