import { ChatFailure } from "../chat-model.ts";
import type { ModelFetch } from "./provider.ts";

const longestLine = 1024 * 1024;
const longestRefusal = 64 * 1024;

/**
 * Keeps what a provider sends from filling the memory of whoever reads it in lines: a line of an answer has an end, and of
 * a refusal only the beginning is read, which says all there is to know.
 */
export const boundAnswers =
  (fetch: ModelFetch, name: string): ModelFetch =>
  async (address, request) => {
    const answer = await fetch(address, request);
    if (answer.body === null) return answer;
    const body = answer.body.pipeThrough(answer.ok ? linesWithin(longestLine, name) : beginningOf(longestRefusal));
    return new Response(body, { status: answer.status, statusText: answer.statusText, headers: answer.headers });
  };

const [lineFeed, carriageReturn] = [10, 13];

function linesWithin(most: number, name: string): TransformStream<Uint8Array, Uint8Array> {
  let length = 0;
  return new TransformStream({
    transform(piece, controller) {
      const last = Math.max(piece.lastIndexOf(lineFeed), piece.lastIndexOf(carriageReturn));
      length = last < 0 ? length + piece.length : piece.length - last - 1;
      if (length > most)
        throw new ChatFailure("garbled", `${name} sent a line without an end, which is no answer; it was cut off`);
      controller.enqueue(piece);
    },
  });
}

function beginningOf(most: number): TransformStream<Uint8Array, Uint8Array> {
  let left = most;
  return new TransformStream({
    transform(piece, controller) {
      controller.enqueue(piece.subarray(0, left));
      left -= piece.length;
      if (left <= 0) controller.terminate();
    },
  });
}

/** The text of an answer that is read in one piece; a longer one rejects. */
export async function readWithin(answer: Response, most: number, name: string): Promise<string> {
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of answer.body ?? []) {
    length += piece.length;
    if (length > most && answer.ok)
      throw new ChatFailure("garbled", `${name} sent more than ${most} bytes, which is no answer; it was cut off`);
    pieces.push(decoder.decode(piece, { stream: true }));
    if (length > most) break;
  }
  return pieces.join("") + decoder.decode();
}
