import PostalMime, { type Address, type Email } from "postal-mime";
import type { BinaryParser } from "../binary-parser.ts";
import { UnreadableError } from "../document.ts";
import { draftOfHtml, escapeHtml } from "../office/as-html.ts";

/** A letter: who wrote to whom, when and about what, then its text. Attachments are named, not read. */
export const parseEml: BinaryParser = async ({ bytes, fileName }) => {
  const letter = await readLetter(bytes);
  const { subject, date, attachments } = letter;
  if (subject === undefined && letter.from === undefined && date === undefined)
    throw new UnreadableError("It is named as a letter, but it has no sender, date or subject.");
  const people = [
    ["From", sayPeople(letter.from === undefined ? [] : [letter.from])],
    ["To", sayPeople(letter.to ?? [])],
    ["Cc", sayPeople(letter.cc ?? [])],
    ["Date", date === undefined ? "" : sayDate(date)],
    ["Attachments", attachments.map(({ filename }) => filename ?? "without a name").join(", ")],
  ].flatMap(([name = "", value = ""]) => (value === "" ? [] : [`<p>${name}: ${escapeHtml(value)}</p>`]));
  const heading = subject === undefined ? "" : `<h1>${escapeHtml(subject)}</h1>`;
  const count = attachments.length;
  const missing =
    count === 0
      ? []
      : [`Its ${count === 1 ? "attachment was" : `${count} attachments were`} not read; send them as files.`];
  return draftOfHtml(`${heading}${people.join("")}${bodyOf(letter)}`, { fileName, title: subject, missing });
};

async function readLetter(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, { maxNestingDepth: 50 });
  } catch (error) {
    throw new UnreadableError("Its parts are not those of a letter that can be read.", { cause: error });
  }
}

const sayPeople = (people: readonly Address[]): string =>
  people
    .flatMap((one) => one.group ?? [one])
    .map(({ name, address }) => (name ? `${name} <${address ?? ""}>` : (address ?? "")))
    .join(", ");

/** As a day that is found by, in the writer's own words where it is none. */
function sayDate(date: string): string {
  const moment = new Date(date);
  return Number.isNaN(moment.getTime()) ? date : moment.toISOString().replace("T", " ").slice(0, 16);
}

function bodyOf({ text, html }: Email): string {
  if (text === undefined || text.trim() === "") return html ?? "";
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll("\n", "<br>")}</p>`)
    .join("\n");
}
