import type { Settings, User, UserConfig } from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import type { OperationsDeps } from "./open-operations.ts";

export async function readUser(deps: OperationsDeps, actor: Actor): Promise<User> {
  const { user_photo: photo, ...config } = await readUserConfig(deps, actor);
  return { email: actor.email, photo, ...config };
}

export async function readUserConfig({ library, instance }: OperationsDeps, actor: Actor): Promise<UserConfig> {
  return {
    username: actor.username,
    user_photo: null,
    is_active: true,
    has_documents: (await library.types([actor.home])).length > 0,
    khoj_version: instance.version,
  };
}

/** Everything upstream's settings page asks for; what is not built answers as if it were not set up. */
export async function readSettings(deps: OperationsDeps, actor: Actor): Promise<Settings> {
  const config = await readUserConfig(deps, actor);
  return {
    ...config,
    given_name: (await deps.accounts.name(actor)) ?? null,
    phone_number: "",
    is_phone_number_verified: false,
    enabled_content_source: { computer: config.has_documents, github: false, notion: false },
    notion_token: "",
    enable_memory: await deps.accounts.wantsMemory(actor),
    server_memory_mode: "disabled",
    ...(await deps.modelSettings(actor)),
    ...noBilling,
    is_twilio_enabled: false,
    anonymous_mode: deps.instance.mode === "anonymous",
    notion_oauth_url: null,
  };
}

/** What upstream shows where nothing is sold. */
const noBilling = {
  subscription_state: "unsubscribed",
  subscription_renewal_date: "01 Apr 2100",
  subscription_enabled_trial_at: null,
  khoj_cloud_subscription_url: null,
  billing_enabled: false,
  length_of_free_trial: 7,
} as const;
