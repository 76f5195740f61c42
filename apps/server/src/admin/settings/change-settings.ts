import { domainToASCII } from "node:url";
import { badRequest, conflict, type InstanceSettings, type InstanceSettingsChange } from "@khoj/contract";
import type { Database, Sql } from "@khoj/db";
import { type Accounts, writeSetting } from "../../accounts/index.ts";
import type { Events } from "../../audit/index.ts";
import type { AccessConfig } from "../../config.ts";
import type { WhoAsks } from "../../platform/actor.ts";
import { readSignUp } from "../../signin/index.ts";
import { recordChange } from "../record-change.ts";

export interface SettingsDeps {
  readonly database: Database;
  readonly accounts: Pick<Accounts, "sessionTimes">;
  readonly events: Events;
  readonly access: AccessConfig;
}

const day = 86_400;

export async function readSettings(deps: SettingsDeps): Promise<InstanceSettings> {
  const { mode, domains } = await readSignUp(deps);
  const { idle, absolute, elevation } = await deps.accounts.sessionTimes();
  return {
    sign_up: mode,
    sign_up_domains: [...domains],
    sign_up_set_by: isGiven(deps.access) ? "environment" : "panel",
    session_idle_days: idle / day,
    session_absolute_days: absolute / day,
    elevation_minutes: elevation / 60,
  };
}

/** Changes what is named. What the environment says stays as it says. */
export async function changeSettings(deps: SettingsDeps, by: WhoAsks, change: InstanceSettingsChange): Promise<void> {
  const before = await readSettings(deps);
  const wanted: InstanceSettings = {
    ...before,
    sign_up: change.sign_up ?? before.sign_up,
    sign_up_domains: change.sign_up_domains ?? before.sign_up_domains,
    session_idle_days: change.session_idle_days ?? before.session_idle_days,
    session_absolute_days: change.session_absolute_days ?? before.session_absolute_days,
    elevation_minutes: change.elevation_minutes ?? before.elevation_minutes,
  };
  const signUp = change.sign_up !== undefined || change.sign_up_domains !== undefined;
  if (signUp && isGiven(deps.access))
    throw conflict("Sign-up is set by KHOJ_SIGNUP; take the variable away, start again, and set it here");
  const domains = wanted.sign_up_domains.map(requireDomain);
  if (wanted.sign_up === "domains" && domains.length === 0)
    throw badRequest("Name at least one mail domain whose people may sign up, such as example.org");
  if (wanted.session_idle_days > wanted.session_absolute_days)
    throw badRequest("A session cannot rest longer than it lasts: the first number must not be above the second");
  await deps.database.transaction(async (sql) => {
    if (signUp) await writeSignUp(sql, wanted.sign_up, domains);
    await writeSetting(sql, "session_times", timesOf(wanted));
    const facts = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, String(value)]));
    await recordChange(deps.events, sql, by, { kind: "settings.changed", facts });
  });
}

async function writeSignUp(sql: Sql, mode: string, domains: readonly string[]): Promise<void> {
  await writeSetting(sql, "sign_up", mode);
  await writeSetting(sql, "sign_up_domains", domains);
}

const timesOf = (settings: InstanceSettings) => ({
  idle: Math.round(settings.session_idle_days * day),
  absolute: Math.round(settings.session_absolute_days * day),
  elevation: Math.round(settings.elevation_minutes * 60),
});

const isGiven = ({ signUp, signUpDomains }: AccessConfig): boolean =>
  signUp !== undefined || signUpDomains !== undefined;

function requireDomain(text: string): string {
  const domain = domainToASCII(text.trim().toLowerCase().replace(/^@/, ""));
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)) return domain;
  throw badRequest(`${JSON.stringify(text.slice(0, 100))} is no mail domain; give one such as example.org`);
}
