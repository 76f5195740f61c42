import { type ReactNode, useEffect, useRef } from "react";
import { useTitle } from "../../ui/use-title.ts";

/** The sheet on which everything about coming in and leaving stands: the same place and width in every step. */
export function SignInFrame({
  title,
  takesFocus = false,
  children,
}: {
  readonly title: string;
  /** A step that follows another: its heading is read aloud. */
  readonly takesFocus?: boolean;
  readonly children: ReactNode;
}) {
  useTitle(title);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  return (
    <main className="h-full overflow-y-auto">
      <div className="mx-auto flex w-full max-w-md flex-col px-5 pt-[max(2rem,11dvh)] pb-16">
        <p className="mb-6 flex items-center gap-2.5 text-ink-soft">
          <img src="/icon.svg" alt="" width="28" height="28" />
          <span className="text-lg font-semibold tracking-tight text-ink">Khoj</span>
        </p>
        <h1 ref={heading} tabIndex={-1} className="mb-5 text-2xl font-semibold tracking-tight outline-none">
          {title}
        </h1>
        <div className="flex flex-col gap-5">{children}</div>
      </div>
    </main>
  );
}
