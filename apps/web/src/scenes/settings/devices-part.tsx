import type { SignedInDevices } from "@khoj/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Laptop, Smartphone } from "lucide-react";
import { khoj } from "../../khoj.ts";
import { signOut } from "../../shell/sign-out.ts";
import { timeZone } from "../../time-zone.ts";
import { Button } from "../../ui/button.tsx";
import { describeAgent, isPhone } from "../../ui/describe-agent.ts";
import { describeMethods } from "../../ui/describe-methods.ts";
import { Group } from "../../ui/group.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useAct } from "../../ui/use-act.ts";

type Device = SignedInDevices["devices"][number];

/** Where one is signed in, this device first, and the way to end it anywhere. */
export function DevicesPart() {
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ["account", "devices"],
    queryFn: ({ signal }) => khoj.own.devices(signal),
  });
  const { act, busy, problem } = useAct();
  const change = (step: () => Promise<void>): void =>
    void act(async () => {
      await step();
      await queries.invalidateQueries({ queryKey: ["account", "devices"] });
    });
  const others = data?.filter(({ current }) => !current) ?? [];
  return (
    <Group
      title="Devices"
      text="Each is signed in by itself. Signing out of one ends it at once, what it is doing included."
    >
      <Problem>{error?.message ?? problem}</Problem>
      {data !== undefined && (
        <ul aria-label="Devices" className="flex flex-col">
          {[...data.filter(({ current }) => current), ...others].map((device) => (
            <DeviceRow
              key={device.id}
              device={device}
              busy={busy}
              onSignOut={() => change(device.current ? signOut : () => khoj.own.signOutOf(device.id))}
            />
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <Button look="danger" className="mt-4" disabled={busy} onClick={() => change(() => khoj.own.signOutOfOthers())}>
          Sign out of all other devices
        </Button>
      )}
    </Group>
  );
}

function DeviceRow({
  device,
  busy,
  onSignOut,
}: {
  readonly device: Device;
  readonly busy: boolean;
  readonly onSignOut: () => void;
}) {
  const name = describeAgent(device.agent);
  const Icon = isPhone(device.agent) ? Smartphone : Laptop;
  return (
    <li className="flex items-start gap-3 border-b border-line py-3">
      <Icon className="mt-0.5 size-5 shrink-0 text-ink-faint" strokeWidth={1.75} aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium" title={device.agent ?? undefined}>
          {name}
          {device.current && <span className="ml-2 font-normal text-good">this device</span>}
        </p>
        <p className="flex flex-wrap gap-x-3 text-[0.88rem] text-ink-faint">
          {device.address !== null && <span className="tabular-nums">{device.address}</span>}
          <span>
            used <Moment at={device.used_at} zone={timeZone()} />
          </span>
          <span>
            signed in <Moment at={device.made_at} zone={timeZone()} /> by {describeMethods(device.methods)}
          </span>
          <span>
            ends <Moment at={device.expires_at} zone={timeZone()} />
          </span>
        </p>
      </div>
      <Button
        look="quiet"
        disabled={busy}
        aria-label={device.current ? "Sign out of this device" : `Sign out of ${name}, ${device.address ?? ""}`}
        onClick={onSignOut}
      >
        Sign out
      </Button>
    </li>
  );
}
