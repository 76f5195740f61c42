import type { ReactNode } from "react";

/** What may be wider than the page scrolls sideways by itself, by keys too. */
export function SideScroll({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer must reach it to scroll it
    <section className="side-scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
