import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useProfile } from "./use-profile.ts";

/** To where models are managed, for whoever may: the person of anonymous mode, or an administrator. */
export function ModelsLink({ children }: { readonly children: ReactNode }) {
  const profile = useProfile();
  if (profile === null)
    return (
      <Link to="/settings" search={{ part: "models" } as never} className="link">
        {children}
      </Link>
    );
  if (profile?.may_administer !== true) return null;
  return (
    <a href="/server/admin/models" className="link">
      {children}
    </a>
  );
}
