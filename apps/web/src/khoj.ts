import { khojClient } from "@khoj/client";
import { answerRefusal } from "./refusals.ts";
import { sendFormWithProgress } from "./send-form.ts";
import { timeZone } from "./time-zone.ts";

/** The one client of the page: same origin, so the address is empty. */
export const khoj = khojClient({
  baseUrl: "",
  client: "web",
  timeZone: timeZone(),
  sendForm: sendFormWithProgress,
  onRefusal: answerRefusal,
});
