import type { ReactNode } from "react";

/** One matter of a page of settings: what it is on the left, what one does about it on the right. */
export function Group({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section
      aria-label={title}
      className="grid gap-x-8 gap-y-3 border-t border-line py-6 first:border-t-0 lg:grid-cols-[14rem_minmax(0,1fr)]"
    >
      <div>
        <h2 className="font-semibold">{title}</h2>
        {text !== undefined && <p className="text-[0.92rem] text-ink-faint">{text}</p>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
