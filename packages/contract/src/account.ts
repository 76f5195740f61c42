import { z } from "zod";
import { ChatModelOption } from "./models.ts";

/** `GET /api/v1/user`. Obsidian takes `default@example.com` for "nobody signed in". */
export const User = z.object({
  email: z.string(),
  username: z.string(),
  photo: z.string().nullable(),
  is_active: z.boolean(),
  has_documents: z.boolean(),
  khoj_version: z.string(),
});
export type User = z.output<typeof User>;

/** `GET /api/settings` without details, and the beginning of some content routes. */
export const UserConfig = z.object({
  username: z.string(),
  user_photo: z.string().nullable(),
  is_active: z.boolean(),
  has_documents: z.boolean(),
  khoj_version: z.string(),
});
export type UserConfig = z.output<typeof UserConfig>;

/** `GET /api/settings?detailed=true` (wire.md §1.1.2). */
export const Settings = z.object({
  username: z.string(),
  user_photo: z.string().nullable(),
  is_active: z.boolean(),
  given_name: z.string().nullable(),
  phone_number: z.string(),
  is_phone_number_verified: z.boolean(),
  enabled_content_source: z.object({ computer: z.boolean(), github: z.boolean(), notion: z.boolean() }),
  has_documents: z.boolean(),
  /** Always empty: a token that was saved is never shown again. */
  notion_token: z.string(),
  enable_memory: z.boolean(),
  server_memory_mode: z.enum(["disabled", "enabled_default_off", "enabled_default_on"]),
  chat_model_options: z.array(ChatModelOption.extend({ tier: z.enum(["free", "standard"]) })),
  selected_chat_model_config: z.int().nullable(),
  paint_model_options: z.array(z.never()),
  selected_paint_model_config: z.null(),
  voice_model_options: z.array(z.object({ name: z.string(), id: z.string(), tier: z.enum(["free", "standard"]) })),
  selected_voice_model_config: z.string().nullable(),
  subscription_state: z.enum(["trial", "subscribed", "unsubscribed", "expired", "invalid"]),
  subscription_renewal_date: z.string().nullable(),
  subscription_enabled_trial_at: z.string().nullable(),
  khoj_cloud_subscription_url: z.string().nullable(),
  billing_enabled: z.boolean(),
  is_eleven_labs_enabled: z.boolean(),
  is_twilio_enabled: z.boolean(),
  khoj_version: z.string(),
  anonymous_mode: z.boolean(),
  notion_oauth_url: z.string().nullable(),
  length_of_free_trial: z.int(),
});
export type Settings = z.output<typeof Settings>;

/** What of it is about models. */
export type ModelSettings = Pick<
  Settings,
  | "chat_model_options"
  | "selected_chat_model_config"
  | "paint_model_options"
  | "selected_paint_model_config"
  | "voice_model_options"
  | "selected_voice_model_config"
  | "is_eleven_labs_enabled"
>;
