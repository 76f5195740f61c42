import type { ReactNode } from "react";

/** An honest state in place of content: what is (or is not) here, and what to do. */
export function Blank({
  title,
  icon,
  children,
}: {
  readonly title: string;
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-lg flex-col items-center gap-3 px-6 py-14 text-center text-ink-soft">
      {icon !== undefined && <div className="text-ink-faint [&_svg]:size-8 [&_svg]:stroke-[1.4]">{icon}</div>}
      <h2 className="text-lg font-semibold text-ink">{title}</h2>
      {children}
    </div>
  );
}
