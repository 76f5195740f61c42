import { type MarkupHandler, walkMarkup } from "../parse/markup.ts";

/** What happens in an XML file, element by element. Elements are named without their namespace's prefix, attributes with it. */
export interface ElementReader {
  opened?(name: string): void;
  attribute?(element: string, name: string, value: string): void;
  closed?(name: string): void;
  text?(text: string): void;
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Walks XML without a tree; attributes come after their element is opened. */
export function readElements(xml: string, reader: ElementReader): void {
  const handler: MarkupHandler = {
    opened: (name) => reader.opened?.(local(name)),
    attribute: (element, name, value) => reader.attribute?.(local(element), name, value),
    closed: (name) => reader.closed?.(local(name)),
    text: (text) => reader.text?.(text),
    data: (text) => reader.text?.(text),
  };
  walkMarkup(xml, true, handler);
}

/** The text of the first element of that name. */
export function textOfElement(xml: string | undefined, wanted: string): string | undefined {
  let text: string | undefined;
  let isInside = false;
  readElements(xml ?? "", {
    opened(name) {
      if (name !== wanted || text !== undefined) return;
      text = "";
      isInside = true;
    },
    text(piece) {
      if (isInside) text += piece;
    },
    closed(name) {
      if (name === wanted) isInside = false;
    },
  });
  return text?.trim() || undefined;
}

/** Elements of that name with their attributes, in order. */
export function attributesOf(xml: string, wanted: string): readonly ReadonlyMap<string, string>[] {
  const found: Map<string, string>[] = [];
  readElements(xml, {
    opened(name) {
      if (name === wanted) found.push(new Map());
    },
    attribute(element, name, value) {
      if (element === wanted) found.at(-1)?.set(name, value);
    },
  });
  return found;
}
