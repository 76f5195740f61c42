import { adminClient } from "@khoj/client";
import { answerRefusal } from "../refusals.ts";

/** What the panel asks the server; same origin, so the address is empty. */
export const admin = adminClient({ baseUrl: "", client: "panel", onRefusal: answerRefusal });
