import { lazy, Suspense } from "react";
import { useProfile } from "./use-profile.ts";

const AccountMenu = lazy(async () => ({ default: (await import("./account-menu.tsx")).AccountMenu }));
const key = "khoj-has-account";

/**
 * The account's place in the rail. In anonymous mode there is none; whether this browser had one the last time is
 * remembered, so that the rail does not move when the answer arrives.
 */
export function AccountPlace({ className }: { readonly className: string }) {
  const profile = useProfile();
  if (profile !== undefined) remember(profile !== null);
  if (profile === null || (profile === undefined && !remembered())) return null;
  const waiting = <span className={className} />;
  return (
    <li className="flex-1 lg:flex-none lg:mt-auto [&+li]:mt-0!">
      {profile === undefined ? (
        waiting
      ) : (
        <Suspense fallback={waiting}>
          <AccountMenu profile={profile} className={className} />
        </Suspense>
      )}
    </li>
  );
}

function remembered(): boolean {
  try {
    return localStorage.getItem(key) === "yes";
  } catch {
    return false;
  }
}

function remember(has: boolean): void {
  try {
    if (has) localStorage.setItem(key, "yes");
    else localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing sees the place appear.
  }
}
