import { modelAdminClient } from "@khoj/client";
import { answerRefusal } from "../refusals.ts";

/** What the screens of models ask the server; same origin, so the address is empty. */
export const modelAdmin = modelAdminClient({ baseUrl: "", client: "web", onRefusal: answerRefusal });
