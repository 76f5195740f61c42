/** Spaces people share: who is in them, and how notes go from one to another. */
export { openSpaces, type SpacesDeps } from "./open-spaces.ts";
export { listAllSpaces } from "./space-store.ts";
