import type { KhojError } from "@khoj/contract";

/** Does what a refusal needs; true when the refused request should be made again. */
type RefusalAnswer = (refusal: KhojError) => Promise<boolean>;

const answers = new Map<string, RefusalAnswer>();

/** Says what happens when the server refuses because it `needs` something of the person, such as `sign-in`. */
export function whenRefused(needs: string, answer: RefusalAnswer): () => void {
  answers.set(needs, answer);
  return () => {
    if (answers.get(needs) === answer) answers.delete(needs);
  };
}

/** Every refusal of every request of the page comes by here. */
export async function answerRefusal(refusal: KhojError): Promise<boolean> {
  const answer = answers.get(String(refusal.details.needs));
  return answer === undefined ? false : answer(refusal);
}
