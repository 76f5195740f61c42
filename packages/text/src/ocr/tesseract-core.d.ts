/** The part of tesseract.js-core that is used here. */
declare module "tesseract.js-core/tesseract-core-simd-lstm.js" {
  interface TessBaseAPI {
    /** 0 when the languages (`eng+deu`) could be loaded. */
    Init(folder: string | null, languages: string, engine: number): number;
    SetVariable(name: string, value: string): boolean;
    SetPageSegMode(mode: number): void;
    /** Reads `/input`; 1 when it is no picture. `exif` is 1 to 8. */
    SetImageFile(exif: number, angle: number, upscale: boolean): number;
    SetSourceResolution(dotsPerInch: number): void;
    Recognize(monitor: null): number;
    MeanTextConf(): number;
    GetTSVText(page: number): string;
    /** The slope of the lines, in radians. */
    GetGradient(): number;
    FindLines(): number;
    Clear(): void;
    End(): void;
  }
  interface TesseractCore {
    readonly FS: { writeFile(path: string, content: Uint8Array): void; unlink(path: string): void };
    readonly TessBaseAPI: new () => TessBaseAPI;
  }
  const load: (options: { wasmBinary: Uint8Array; print(): void; printErr(): void }) => Promise<TesseractCore>;
  export = load;
}
