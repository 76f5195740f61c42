import { Link, useSearch } from "@tanstack/react-router";
import { type ComponentType, lazy, Suspense, useEffect, useRef } from "react";
import { useProfile } from "../../shell/use-profile.ts";
import { SceneTitle } from "../../ui/scene-title.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { NotesPart } from "./notes-part.tsx";
import { PagePart } from "./page-part.tsx";
import { ServerPart } from "./server-part.tsx";
import { type SettingsLocation, type SettingsPart, settingsParts } from "./settings-location.ts";

const parts: Readonly<Record<SettingsPart, ComponentType>> = {
  page: PagePart,
  notes: NotesPart,
  server: ServerPart,
  profile: lazy(async () => ({ default: (await import("./profile-part.tsx")).ProfilePart })),
  "sign-in": lazy(async () => ({ default: (await import("./sign-in/sign-in-part.tsx")).SignInPart })),
  devices: lazy(async () => ({ default: (await import("./devices-part.tsx")).DevicesPart })),
  keys: lazy(async () => ({ default: (await import("./keys/keys-part.tsx")).KeysPart })),
  spaces: lazy(async () => ({ default: (await import("./spaces/spaces-part.tsx")).SpacesPart })),
  answers: lazy(async () => ({ default: (await import("./answers-part.tsx")).AnswersPart })),
  models: lazy(async () => ({ default: (await import("./models-part.tsx")).ModelsPart })),
  data: lazy(async () => ({ default: (await import("./data-part.tsx")).DataPart })),
};

/** Everything one sets, in parts. Those about accounts are for people who signed in. */
export function SettingsScene() {
  const { part }: SettingsLocation = useSearch({ strict: false });
  const profile = useProfile();
  const signedIn = profile != null;
  const here = signedIn ? "people" : "alone";
  const shown = part ?? "page";
  const offered = settingsParts.filter((known) => known.for === "all" || known.for === here);
  useTitle(`${settingsParts.find((known) => known.part === shown)?.name ?? ""} · Settings`);
  const Part = parts[shown];
  const nav = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shown part is brought into sight when it changes
  useEffect(() => {
    // Newer browsers answer a promise here, which is no clean-up.
    void nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [shown, signedIn]);
  return (
    <div className="h-full overflow-y-auto" data-settings-pane>
      <SceneTitle title="Settings" />
      <div className="mx-auto w-full max-w-5xl px-4 pb-24 lg:grid lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-x-8 lg:px-6">
        <nav ref={nav} aria-label="Settings" className="side-scroll max-lg:mb-2 lg:pt-4">
          <ul className="flex gap-1 max-lg:w-max lg:flex-col">
            {offered.map(({ part: to, name }) => (
              <li key={to}>
                <Link
                  to="/settings"
                  search={{ part: to } as never}
                  aria-current={to === shown ? "page" : undefined}
                  activeProps={{}}
                  className="flex min-h-9 items-center rounded-lg px-3 text-[0.94rem] whitespace-nowrap text-ink-soft hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-wash aria-[current=page]:font-medium aria-[current=page]:text-accent"
                >
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="min-w-0">
          <Suspense fallback={<div className="h-60" />}>
            <Part key={shown} />
          </Suspense>
        </div>
      </div>
    </div>
  );
}
