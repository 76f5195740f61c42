import { InvalidArgumentError } from "commander";

/** Reads the value of an option such as `--page 2`. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("give a whole number");
  return Number(text);
}
