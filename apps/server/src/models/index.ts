/** Which models there are, and which of them a person chose. For now the one that needs none: quotes. */
import type { Room } from "../platform/room.ts";
import { routes } from "./routes.ts";

export const openModels = (): Room => ({ name: "models", routes: routes() });
