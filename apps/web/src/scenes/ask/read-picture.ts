const longestSide = 1568;
const quality = 0.85;

/** A picture as it is sent with a question: no larger than models look at, without what a camera wrote into it. */
export async function readPicture(file: Blob): Promise<string> {
  const picture = await decode(file);
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas.toDataURL("image/webp", quality);
}

async function decode(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file);
  } catch (cause) {
    throw new Error("This picture could not be read. PNG, JPEG and WebP can.", { cause });
  }
}
