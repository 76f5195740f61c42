import { file, type HostileFile, text } from "./hostile-file.ts";

const head =
  "From: Ada <ada@example.org>\r\nTo: Ben <ben@example.org>\r\nSubject: Nets\r\nDate: Tue, 03 Mar 2026 10:00:00 +0000\r\n";

/** Letters and notebooks that are larger than any person made them. */
export function hostileLetters(depth: number, { isLarge }: { readonly isLarge: boolean }): HostileFile[] {
  const attachment = (n: number): string =>
    `--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=net${n}.pdf\r\n\r\nxx\r\n`;
  const parts = Array.from({ length: 10_000 }, (_, n) => attachment(n)).join("");
  const open = Array.from(
    { length: depth },
    (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
  ).join("");
  const forwarded = "Content-Type: message/rfc822\r\n\r\n".repeat(depth);
  const long = Array.from({ length: 100_000 }, (_, n) => `X-Head-${n}: ${n}\r\n`).join("");
  const people = Array.from({ length: 100_000 }, (_, n) => `p${n}@example.org`).join(",\r\n ");
  return [
    text(
      "attachments-emlq",
      "eml",
      `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n${parts}--b--\r\n`,
    ),
    text("multipart-emlq", "eml", `${head}${open}deep\r\n`),
    text("forwarded-emlq", "eml", `${head}${forwarded}deep\r\n`),
    text("headers-emlq", "eml", `${long}${head}\r\nHello\r\n`),
    text("people-emlq", "eml", `Cc: ${people}\r\n${head}\r\nHello\r\n`),
    text("ticks-ipynbq", "ipynb", notebook(["` ".repeat(500_000)])),
    text("cells-ipynbq", "ipynb", notebook(Array.from({ length: 50_000 }, () => "a"))),
    ...(isLarge ? [file("output-ipynbq", "ipynb", notebookOf(95e6))] : []),
  ];
}

const notebook = (outputs: readonly string[]): string =>
  JSON.stringify({
    nbformat: 4,
    cells: outputs.map((said) => ({
      cell_type: "code",
      source: "run()",
      outputs: [{ output_type: "stream", text: [said] }],
    })),
  });

/** One cell that said this much. */
export function notebookOf(bytes: number): Buffer {
  const [before = "", after = ""] = notebook(["\u0001"]).split("\\u0001");
  const line = "epoch 1 of many, loss 0.5 and falling a little\\n";
  return Buffer.concat([
    Buffer.from(before),
    Buffer.from(line.repeat(Math.ceil(bytes / line.length))),
    Buffer.from(after),
  ]);
}
