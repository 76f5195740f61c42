import { useQuery } from "@tanstack/react-query";
import { Group } from "../../ui/group.tsx";
import { admin } from "../admin.ts";
import { FormPage } from "../form-page.tsx";
import { NotYet, Section } from "../section.tsx";
import { SessionTimesForm } from "./session-times-form.tsx";
import { SignUpForm } from "./sign-up-form.tsx";

/** Who may make an account, and how long a sign-in lasts. */
export function SettingsSection() {
  const settings = useQuery({ queryKey: ["admin", "settings"], queryFn: ({ signal }) => admin.settings(signal) });
  const { data } = settings;
  return (
    <Section title="Settings" text="Of the whole server. People set their own under their account.">
      {data === undefined && <NotYet error={settings.error} what="settings" onRetry={() => void settings.refetch()} />}
      {data !== undefined && (
        <FormPage>
          <Group title="Sign-up" text="Who may make an account by themselves.">
            <SignUpForm key={`${data.sign_up} ${data.sign_up_domains.join()}`} settings={data} />
          </Group>
          <Group
            title="Sessions"
            text="How long a sign-in lasts. Sessions that run now keep the times they began with."
          >
            <SessionTimesForm
              key={[data.session_idle_days, data.session_absolute_days, data.elevation_minutes].join()}
              settings={data}
            />
          </Group>
        </FormPage>
      )}
    </Section>
  );
}
