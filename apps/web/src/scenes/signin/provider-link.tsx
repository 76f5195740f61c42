import type { ReactNode } from "react";

/** A way in that leads to another server; it looks like the buttons beside it and says so when hovered. */
export function ProviderLink({
  href,
  next,
  icon,
  children,
}: {
  readonly href: string;
  readonly next: string | undefined;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}) {
  const address = next === undefined ? href : `${href}?${new URLSearchParams({ next })}`;
  return (
    <a
      href={address}
      className="inline-flex min-h-11 items-center justify-center gap-2 rounded-lg border border-edge bg-surface px-3 py-1 text-[0.94rem] font-medium text-ink transition-colors duration-100 hover:bg-hover [&_svg]:size-[1.1em] [&_svg]:shrink-0"
    >
      {icon}
      <span className="min-w-0 truncate">{children}</span>
    </a>
  );
}
