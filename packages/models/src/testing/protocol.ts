import type { IncomingMessage } from "node:http";
import type { Asked } from "./answerers.ts";

export type RefusalKind = "rate-limit" | "overloaded" | "broken" | "key" | "no-such-model" | "too-long";
export type EndKind = "complete" | "length" | "refusal";

/** How one provider's API says the things that all of them say. */
export interface Protocol {
  readonly name: Asked["protocol"];
  /** Undefined: this request is not of this protocol. */
  read(request: IncomingMessage, url: URL, body: Readonly<Record<string, unknown>>): Asked | undefined;
  /** Whole events, ready to be written. */
  begin(asked: Asked): string;
  thought(asked: Asked, text: string): string;
  text(asked: Asked, text: string): string;
  end(asked: Asked, end: EndKind, tokens: number): string;
  /** A failure told inside the stream. */
  failure(asked: Asked): string;
  refusal(asked: Asked, kind: RefusalKind): { readonly status: number; readonly body: unknown };
  models(names: readonly string[]): unknown;
}

export const event = (data: unknown, name?: string): string =>
  `${name === undefined ? "" : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;

/** Bodies are read as loosely as a double needs: what is not there is empty. */
export const list = (value: unknown): Readonly<Record<string, unknown>>[] => (Array.isArray(value) ? value : []);
export const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
export const words = (value: unknown): string => (typeof value === "string" ? value : "");
export const number = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
export const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};
