import { KhojError } from "@khoj/contract";
import type { ReactNode } from "react";
import { Blank } from "../ui/blank.tsx";
import { Button } from "../ui/button.tsx";
import { useTitle } from "../ui/use-title.ts";

export interface SectionProps {
  readonly title: string;
  /** What this section is for, in a sentence. */
  readonly text?: string | undefined;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** One section of the panel: its head stays, what it holds scrolls. */
export function Section({ title, text, aside, children }: SectionProps) {
  useTitle(`${title} · Administration`);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 pt-4 pb-3 lg:px-6">
        <div className="min-w-0 flex-1 basis-44">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          {text !== undefined && <p className="text-[0.9rem] text-ink-soft">{text}</p>}
        </div>
        {aside}
      </header>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer must reach it to scroll it
        tabIndex={0}
        aria-label={title}
        className="@container min-h-0 flex-1 overflow-auto border-t border-line focus-visible:-outline-offset-2 has-[[role=toolbar]]:[--bar:3.25rem]"
      >
        {children}
      </section>
    </div>
  );
}

/** What stands in place of a list or a form that could not be read, or is on its way. */
export function NotYet({
  error,
  what,
  onRetry,
}: {
  readonly error: Error | null;
  readonly what: string;
  readonly onRetry: () => void;
}) {
  if (error === null)
    return (
      <p role="status" className="px-6 py-10 text-center text-ink-soft">
        Reading {what}…
      </p>
    );
  return (
    <Blank title={`The ${what} could not be read`}>
      <p role="alert">{error.message}</p>
      {needsOf(error) === "second-factor" ? (
        <a href="/server/admin/" className="link">
          See what is needed
        </a>
      ) : (
        <Button onClick={onRetry}>Try again</Button>
      )}
    </Blank>
  );
}

const needsOf = (error: Error): unknown => (error instanceof KhojError ? error.details.needs : undefined);
