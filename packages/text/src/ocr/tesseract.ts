import { gunzipSync } from "node:zlib";
import load from "tesseract.js-core/tesseract-core-simd-lstm.js";
import type { Resources } from "../binary-parser.ts";
import { languageOf, languagesIn } from "./languages.ts";
import { type FoundWord, readTable } from "./read-table.ts";

/** Reads pictures of text. */
export interface Tesseract {
  /** Codes of the languages it was taught, as tesseract names them. */
  readonly languages: readonly string[];
  /** `picture` is a PNG, JPEG, WebP or PNM; `exif` its orientation (1 to 8), turned by `angle` (radians) before it is read. */
  read(picture: Uint8Array, options?: { readonly exif?: number; readonly angle?: number }): PictureText | undefined;
}

export interface PictureText {
  readonly words: readonly FoundWord[];
  /** 0 to 100, over all words. */
  readonly confidence: number;
  /** Of the picture as it was read, after turning. */
  readonly width: number;
  readonly height: number;
}

const longestData = 64 << 20;
const lstmOnly = 1;

let opened: Promise<Tesseract> | undefined;

/** One for the process: loading it takes a fifth of a second. */
export function openTesseract(resources: Resources): Promise<Tesseract> {
  opened ??= start(resources);
  return opened;
}

async function start(resources: Resources): Promise<Tesseract> {
  const quiet = { print: () => {}, printErr: () => {} };
  const core = await load({ wasmBinary: await resources.read("tesseract.wasm"), ...quiet });
  const names = await resources.names();
  const languages = languagesIn(names);
  for (const language of languages) {
    const name = names.find((one) => languageOf(one) === language) ?? "";
    const data = await resources.read(name);
    core.FS.writeFile(
      `./${language}.traineddata`,
      name.endsWith(".gz") ? gunzipSync(data, { maxOutputLength: longestData }) : data,
    );
  }
  const api = new core.TessBaseAPI();
  if (api.Init(null, languages.join("+"), lstmOnly) !== 0) throw new Error("tesseract did not take its languages");
  return {
    languages,
    read(picture, { exif = 1, angle = 0 } = {}) {
      core.FS.writeFile("/input", picture);
      try {
        if (api.SetImageFile(exif, angle, false) === 1) return undefined;
        if (api.Recognize(null) !== 0) return undefined;
        return { ...readTable(api.GetTSVText(0)), confidence: api.MeanTextConf() };
      } finally {
        api.Clear();
        core.FS.unlink("/input");
      }
    },
  };
}
