import { ClassificationReader } from "../classification.ts";
import { meansYes } from "../exclusion.ts";

/** What the keywords and property drawers of an Org file say about the file as a whole. */
export class OrgSettings {
  readonly fileTags = new Set<string>();
  readonly classification = new ClassificationReader();
  isPrivate = false;
  #titles: string[] = [];

  get title(): string | undefined {
    return this.#titles.length === 0 ? undefined : this.#titles.join(" ");
  }

  /** Takes a `#+KEY: value` line; false when it is none. */
  readKeyword(line: string): boolean {
    const match = /^#\+([\w-]+)(?:\[[^\]]*\])?:[ \t]*(.*)$/.exec(line);
    if (!match) return false;
    const value = (match[2] ?? "").trim();
    switch (match[1]?.toUpperCase()) {
      case "TITLE":
        if (value !== "" && this.#titles.length < 5) this.#titles.push(value);
        break;
      case "FILETAGS":
        for (const tag of value.split(/[:\s]+/)) if (tag !== "") this.fileTags.add(tag);
        break;
      case "PROPERTY":
        this.#read(/^(\S+)[ \t]*(.*)$/.exec(value));
        break;
      case "PRIVATE":
      case "CLASSIFICATION":
        this.#read(match);
    }
    return true;
  }

  /** Takes a `:KEY: value` line of a drawer. */
  readProperty(line: string): void {
    this.#read(/^:([\w-]+)\+?:[ \t]*(.*)$/.exec(line));
  }

  #read(match: RegExpExecArray | null): void {
    const value = match?.[2]?.trim() ?? "";
    const key = match?.[1]?.toUpperCase();
    if (key === "PRIVATE" && meansYes(value)) this.isPrivate = true;
    if (key === "CLASSIFICATION" && value !== "") this.classification.read(value);
  }
}
