import type { Profile } from "@khoj/contract";
import { useNavigate } from "@tanstack/react-router";
import { LogOut, Settings2, ShieldCheck, UserRound } from "lucide-react";
import { useState } from "react";
import { Menu } from "../ui/menu.tsx";
import { sentenceOf } from "../ui/problem.tsx";
import { useMedia } from "../ui/use-media.ts";
import { signOut } from "./sign-out.ts";

/** Who is signed in, and what concerns them: their settings, the panel where they may, the way out. */
export function AccountMenu({ profile, className }: { readonly profile: Profile; readonly className: string }) {
  const navigate = useNavigate();
  const beside = useMedia("(width >= 64rem)");
  const [problem, setProblem] = useState("");
  const name = profile.name ?? profile.email;
  const toSettings = (part: string) => void navigate({ to: "/settings", search: { part } as never });
  return (
    <Menu
      label="Account"
      side={beside ? "right" : "top"}
      trigger={
        <button type="button" className={className}>
          <Initial name={name} />
          Account
        </button>
      }
      head={
        <div className="border-b border-line px-2.5 pt-1.5 pb-2 mb-1">
          <bdi className="block truncate font-medium">{name}</bdi>
          {profile.name !== null && (
            <bdi dir="ltr" className="block truncate text-[0.86rem] text-ink-faint">
              {profile.email}
            </bdi>
          )}
          {problem !== "" && (
            <p role="alert" className="text-[0.86rem] text-danger">
              {problem}
            </p>
          )}
        </div>
      }
      items={[
        { label: "Your account", icon: <UserRound aria-hidden />, onSelect: () => toSettings("profile") },
        { label: "Sign-in and devices", icon: <Settings2 aria-hidden />, onSelect: () => toSettings("sign-in") },
        ...panelItem(profile),
        {
          label: "Sign out",
          icon: <LogOut aria-hidden />,
          onSelect: () => void signOut().catch((error: unknown) => setProblem(sentenceOf(error))),
        },
      ]}
    />
  );
}

function panelItem({ role, may_administer, admin_needs }: Profile) {
  if (role !== "admin" || (!may_administer && admin_needs === null)) return [];
  const to = may_administer ? "/server/admin/" : "/set-up";
  const label = may_administer ? "Admin panel" : "Open the admin panel to you";
  return [{ label, icon: <ShieldCheck aria-hidden />, onSelect: () => window.location.assign(to) }];
}

function Initial({ name }: { readonly name: string }) {
  const [first = "?"] = [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment);
  return (
    <span
      aria-hidden
      className="flex size-5 items-center justify-center rounded-full bg-accent text-[0.72rem] leading-none font-semibold text-on-accent"
    >
      {first.toLocaleUpperCase()}
    </span>
  );
}
