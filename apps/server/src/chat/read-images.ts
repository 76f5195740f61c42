import { badRequest, tooMany } from "@khoj/contract";

const mostImages = 10;
const mostBytes = 20 * 1024 * 1024;
const picture = /^data:image\/(png|jpe?g|webp|gif|avif|heic|bmp|tiff);base64,([A-Za-z0-9+/]+={0,2})$/i;

/** Pictures of a message as data addresses; anything else is refused in words (W-47). Some clients send them URL-encoded. */
export function readImages(images: readonly string[]): readonly string[] {
  if (images.length > mostImages) throw tooMany(`A message takes at most ${mostImages} images, not ${images.length}`);
  const read = images.map((image, index) => readImage(image, index));
  const bytes = read.reduce((sum, image) => sum + (image.length - image.indexOf(",")) * 0.75, 0);
  if (bytes > mostBytes) throw tooMany("The images of a message may be 20 MB in all; send smaller or fewer ones");
  return read;
}

function readImage(image: string, index: number): string {
  const plain = /^data(:|%3A)/i.test(image) && image.includes("%") ? decode(image) : image;
  if (plain === undefined || !picture.test(plain)) {
    throw badRequest(
      `Image ${index + 1} is not a picture a message can carry: send it as data:image/png;base64,… (or jpeg, webp, gif)`,
    );
  }
  return plain;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
