import { extensionOf } from "../../../ui/file-name.ts";

const pictures = new Set(["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff", "avif"]);

/** What is looked at page by page rather than read as text. */
export const isPaged = (fileName: string): boolean => extensionOf(fileName) === "pdf" || isPicture(fileName);

export const isPicture = (fileName: string): boolean => pictures.has(extensionOf(fileName));
