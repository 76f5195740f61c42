import { styleText } from "node:util";

/** Where a command writes: answers to stdout, everything about the way there to stderr. */
export interface Output {
  readonly json: boolean;
  /** Lines of the answer, for people. Silent with `--json`. */
  line(text?: string): void;
  /** The answer for programs: one JSON document. Silent without `--json`. */
  document(value: unknown): void;
  /** A passing remark (progress, a warning). */
  note(text: string): void;
  bold(text: string): string;
  dim(text: string): string;
}

export function terminalOutput(json: boolean): Output {
  const styled = process.stdout.isTTY === true;
  const style = (format: "bold" | "dim", text: string) => (styled ? styleText(format, text) : text);
  return {
    json,
    line(text = "") {
      if (!json) process.stdout.write(`${printable(text)}\n`);
    },
    document(value) {
      if (json) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    note(text) {
      process.stderr.write(`${printable(text)}\n`);
    },
    bold: (text) => style("bold", text),
    dim: (text) => style("dim", text),
  };
}

/** Notes may hold terminal control sequences: a note must not move the cursor or retitle the window. Our own colours pass. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing control characters is the point
  return text.replace(/\u001b(?!\[\d{1,2}m)|[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g, "\ufffd");
}
