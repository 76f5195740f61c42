import { z } from "zod";
import { del, get, post, put, Reply, type Route, text } from "../platform/http/route.ts";
import { refuseSchedule } from "./refuse-schedule.ts";

const Draft = z.object({ q: z.string(), crontime: z.string() });
const Change = Draft.extend({ automation_id: z.string(), subject: z.string() });
const Id = z.object({ automation_id: z.string() });

/** Upstream answers these with bare text, and clients show it. */
export const routes = (): Route[] => [
  get("/api/automation", { allow: "automate", answer: z.array(z.unknown()) }, () => []),
  post("/api/automation", { allow: "automate", query: Draft }, ({ query }) => {
    const refusal = refuseSchedule(query.q, query.crontime);
    return refusal ? text(refusal, 400) : text("Automations cannot be made in this version", 501);
  }),
  put("/api/automation", { allow: "automate", query: Change }, ({ query }) => {
    const refusal = refuseSchedule(query.q, query.crontime);
    return refusal ? text(refusal, 400) : text("Invalid automation", 403);
  }),
  post("/api/automation/trigger", { allow: "automate", query: Id }, () => text("Invalid automation", 403)),
  del("/api/automation", { allow: "automate", query: Id }, () => new Reply(204, "")),
];
