import { describe, expect, it } from "vitest";
import { decode } from "./decode.ts";

const bytesOf = (latin: string): Uint8Array => Uint8Array.from(latin, (character) => character.charCodeAt(0));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("bytes become text", () => {
  it("by their BOM, whatever was declared", () => {
    expect(decode(bytesOf("\xef\xbb\xbfgr\xc3\xbcn"), "iso-8859-1").text).toBe("grün");
    expect(decode(bytesOf("\xff\xfeg\0\xfc\0")).text).toBe("gü");
    expect(decode(bytesOf("\xfe\xff\0g\0\xfc")).text).toBe("gü");
  });

  it("by the declared charset", () => {
    expect(decode(bytesOf("\xcf\xf0\xe8"), "windows-1251").text).toBe("При");
  });

  it("as UTF-8 or windows-1252 when the declared charset is unknown or wrong", () => {
    expect(decode(utf8("grün"), "no-such-charset").text).toBe("grün");
    expect(decode(bytesOf("An \xe9clair and a caf\xe9."), "utf-8").text).toBe("An éclair and a café.");
    expect(decode(bytesOf("\x93quoted\x94 \x80 5")).text).toBe("“quoted” € 5");
  });

  it("as UTF-16 that carries no BOM", () => {
    expect(decode(Uint8Array.from(Buffer.from("Plain words", "utf16le"))).text).toBe("Plain words");
  });

  it("as UTF-8 with a mark where a file was cut inside a character", () => {
    const bytes = utf8("Grüße aus Köln, schöne Grüße aus München und Zürich, täglich — früh bis spät 漢");
    const decoded = decode(bytes.subarray(0, -1));
    expect(decoded.text).toMatch(/^Grüße .* spät \uFFFD$/);
    expect(decoded.replaced).toBe(1);
  });

  it("without NULs, and with line feeds where only carriage returns stood", () => {
    expect(decode(bytesOf("a\0b")).text).toBe("ab");
    expect(decode(bytesOf("one\rtwo\r")).text).toBe("one\ntwo\n");
    expect(decode(bytesOf("one\r\ntwo\r\n")).text).toBe("one\r\ntwo\r\n");
  });
});
