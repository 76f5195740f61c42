import { describe, expect, it } from "vitest";
import { fileTypeOf, sniff } from "./sniff.ts";

const text = new TextEncoder().encode("Some words of text.\n");
const bytesOf = (latin: string): Uint8Array => Uint8Array.from(latin, (character) => character.charCodeAt(0));

describe("what a file is", () => {
  const cases: readonly (readonly [name: string, mime: string | undefined, found: string])[] = [
    ["a.md", "text/markdown", "text markdown markdown"],
    ["a.org", "text/org", "text org org"],
    ["notes/a.org", undefined, "text org org"],
    ["C:\\notes\\a.MD", undefined, "text markdown markdown"],
    ["a.md", "application/octet-stream", "text markdown markdown"],
    ["a.org", "text/markdown", "text markdown markdown"],
    ["a.md", "text/plain", "text markdown plaintext"],
    ["a.txt", "text/plain", "text plaintext plaintext"],
    ["a.py", "text/x-python", "text code plaintext"],
    ["a.html", "text/html", "text html plaintext"],
    ["a.csv", undefined, "text csv plaintext"],
    ["a.json", "application/json", "text json plaintext"],
    ["Dockerfile", undefined, "text code plaintext"],
    ["README", undefined, "text plaintext plaintext"],
    ["", undefined, "text plaintext plaintext"],
    ["a.pdf", undefined, "binary pdf pdf"],
    ["a.docx", undefined, "binary docx docx"],
    ["a.png", "image/png", "binary image image"],
    ["a.bin", "image/webp", "binary image image"],
    ["a.zip", undefined, "none undefined"],
    ["a.gif", "image/gif", "none undefined"],
    ["a.mp3", "audio/mpeg", "none undefined"],
  ];
  it.each(cases)("%s as %s", (fileName, mimeType, found) => {
    const sniffed = sniff({ bytes: text, fileName, mimeType });
    const format = "format" in sniffed ? ` ${sniffed.format}` : "";
    expect(`${sniffed.kind}${format} ${sniffed.fileType}`).toBe(found);
    if ("reason" in sniffed) expect(sniffed.reason).not.toBe("");
  });

  it("is told by the bytes when nothing else tells", () => {
    const found = (latin: string) => sniff({ bytes: bytesOf(latin), fileName: "blob" });
    expect(found("%PDF-1.7\n")).toMatchObject({ kind: "binary", fileType: "pdf" });
    expect(found("\x89PNG\r\n\x1a\n....")).toMatchObject({ kind: "binary", fileType: "image" });
    expect(found("PK\x03\x04....word/document.xml")).toMatchObject({ kind: "binary", fileType: "docx" });
    expect(found("PK\x03\x04....")).toMatchObject({ kind: "none" });
    expect(found("<!DOCTYPE html><p>x")).toMatchObject({ format: "html" });
    expect(found("<?xml version='1.0'?><a/>")).toMatchObject({ format: "xml" });
    expect(found("\x00\x01\x02\x03\x04\x05\x06")).toMatchObject({ kind: "none" });
  });

  it("is nothing we read when it is named as text and is not", () => {
    expect(sniff({ bytes: bytesOf("\x89PNG\r\n\x1a\n...."), fileName: "a.md" })).toMatchObject({
      kind: "none",
      reason: "It is named as text, but its bytes are an image.",
    });
  });

  it("is a picture although it came as plain text, when its name and its bytes say so", () => {
    const bytes = bytesOf("\x89PNG\r\n\x1a\n....");
    expect(sniff({ bytes, fileName: "a.png", mimeType: "text/plain" })).toMatchObject({ format: "image" });
    expect(sniff({ bytes: text, fileName: "a.png", mimeType: "text/plain" })).toMatchObject({ format: "plaintext" });
  });

  it("is what its name says when it is empty, so that the right thing is deleted", () => {
    expect(fileTypeOf({ bytes: new Uint8Array(), fileName: "a.org" })).toBe("org");
    expect(fileTypeOf({ bytes: new Uint8Array(), fileName: "x", mimeType: "application/pdf" })).toBe("pdf");
    expect(fileTypeOf({ bytes: new Uint8Array(), fileName: "x" })).toBe("plaintext");
  });

  it("is text although a NUL or a BOM stands in it", () => {
    expect(sniff({ bytes: bytesOf("Words with one \0 in between them"), fileName: "x" }).kind).toBe("text");
    expect(sniff({ bytes: bytesOf("\xff\xfeW\0o\0r\0d\0s\0"), fileName: "x" }).kind).toBe("text");
    expect(sniff({ bytes: bytesOf("W\0o\0r\0d\0s\0"), fileName: "x" }).kind).toBe("text");
  });
});
