import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { AccountPlace } from "./account-place.tsx";
import { places } from "./places.ts";
import { useProfile } from "./use-profile.ts";

/** Beside the scene where there is room, under the thumb where there is not. */
export function Rail() {
  // Folders of the machine are for whoever administers it.
  const folders = useProfile()?.role !== "user";
  return (
    <nav
      aria-label="Places"
      className="z-30 border-line bg-sunken max-lg:order-last max-lg:border-t max-lg:pb-[env(safe-area-inset-bottom)] lg:border-r"
    >
      <ul className="flex lg:h-full lg:w-21 lg:flex-col lg:gap-1 lg:px-2 lg:py-3">
        {places
          .filter(({ to }) => folders || to !== "/folders")
          .map(({ to, name, icon: Icon }) => (
            <Fragment key={to}>
              {to === "/settings" && <AccountPlace className={place} />}
              <li className="flex-1 lg:flex-none lg:last:mt-auto">
                <Link to={to} activeOptions={{ exact: true, includeSearch: false }} className={place}>
                  <Icon className="size-5" strokeWidth={1.75} aria-hidden />
                  {name}
                </Link>
              </li>
            </Fragment>
          ))}
      </ul>
    </nav>
  );
}

const place =
  "flex h-14 w-full flex-col items-center justify-center gap-0.5 rounded-xl text-[0.78rem] font-medium max-[25rem]:text-[0.72rem] max-[22rem]:text-[0.66rem] text-ink-soft transition-colors duration-100 hover:bg-hover hover:text-ink aria-[current=page]:text-accent lg:aria-[current=page]:bg-accent-wash lg:h-15";
