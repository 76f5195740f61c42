/** What Khoj does by itself on a schedule. None can be made yet; the list is truthfully empty. */
import type { Room } from "../platform/room.ts";
import { routes } from "./routes.ts";

export const openAutomations = (): Room => ({ name: "automations", routes: routes() });
