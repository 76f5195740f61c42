/** The files of `Resources`, by the name they are read under, and the module each stands in. */
export const resourceFiles = {
  "pdfium.wasm": "@embedpdf/pdfium/pdfium.wasm",
  "tesseract.wasm": "tesseract.js-core/tesseract-core-simd-lstm.wasm",
  "eng.traineddata.gz": "@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz",
} as const;
