import type { ReactNode } from "react";

/** The head of a list scene: its name, its filters, what can be done. */
export function SceneTitle({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <header className="mx-auto flex w-full max-w-5xl flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-4 pb-2 lg:px-6 lg:pt-5">
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">{children}</div>
      {aside}
    </header>
  );
}
