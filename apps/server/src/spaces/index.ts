/** Spaces people share: who is in them, and how notes go from one to another. */
export { openSpaces } from "./open-spaces.ts";
