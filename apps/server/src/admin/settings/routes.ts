import { InstanceSettings, InstanceSettingsChange } from "@khoj/contract";
import { z } from "zod";
import { get, patch, type Route } from "../../platform/http/route.ts";
import { changeSettings, readSettings, type SettingsDeps } from "./change-settings.ts";

const ours = { strict: true, allow: "admin" } as const;

/** Who may sign up, and how long a sign-in lasts. */
export const settingRoutes = (deps: SettingsDeps): Route[] => [
  get("/api/admin/settings", { ...ours, query: z.object({}), answer: InstanceSettings }, () => readSettings(deps)),
  patch(
    "/api/admin/settings",
    { ...ours, elevated: true, body: InstanceSettingsChange, answer: InstanceSettings },
    async ({ actor, body, from }) => {
      await changeSettings(deps, { actor, from }, body);
      return readSettings(deps);
    },
  ),
];
