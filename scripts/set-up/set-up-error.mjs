/** A set-up that cannot go on: one line with what is wrong and what to do. */
export class SetUpError extends Error {
  name = "SetUpError";
}
