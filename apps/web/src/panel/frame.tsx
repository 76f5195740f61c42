import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useEffect } from "react";
import { Elevation } from "../shell/elevation.tsx";
import { Notices } from "../shell/notices.tsx";
import { sections } from "./sections.ts";

/** What stands around every section: the way to the others, and back to the notes. */
export function PanelFrame() {
  useCurrentInSight();
  return (
    <div className="flex h-full flex-col lg:flex-row">
      <nav aria-label="Sections" className="border-line bg-sunken max-lg:border-b lg:w-56 lg:border-r">
        <div className="flex items-center gap-1 px-2 max-lg:pt-1 lg:pt-3">
          <a
            href="/"
            className="flex min-h-10 items-center gap-2 rounded-lg px-2.5 text-[0.9rem] text-ink-soft hover:bg-hover hover:text-ink [&_svg]:size-4"
          >
            <ArrowLeft aria-hidden />
            Back to the notes
          </a>
        </div>
        <ul className="flex gap-0.5 p-2 max-lg:overflow-x-auto max-lg:pt-0 lg:flex-col">
          {sections.map(({ to, name, icon: Icon }) => (
            <li key={to} className="shrink-0">
              <Link
                // The types know the other page's addresses only.
                to={to as never}
                activeOptions={{ includeSearch: false }}
                className="flex min-h-9 items-center gap-2.5 rounded-lg px-2.5 text-[0.94rem] font-medium whitespace-nowrap text-ink-soft hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-wash aria-[current=page]:text-accent-strong"
              >
                <Icon className="size-4.5 max-lg:hidden" strokeWidth={1.75} aria-hidden />
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="scene" className="relative min-h-0 min-w-0 flex-1">
        <Outlet />
      </main>
      <Notices />
      <Elevation />
    </div>
  );
}

/** On a phone the sections are a strip that scrolls: the one that is open is never out of sight. */
function useCurrentInSight(): void {
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another section is another current link
  useEffect(() => {
    document.querySelector("nav [aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
}
