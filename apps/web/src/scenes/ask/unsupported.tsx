import { HoverCard } from "radix-ui";
import type { ReactNode } from "react";
import type { UnsupportedKind } from "./citations.ts";
import { hoverCard } from "./hover-card.ts";

const sentences = {
  number: "This number stands in none of the passages.",
  name: "This name stands in none of the passages.",
  date: "This date stands in none of the passages.",
  citation: "There is no passage of this number.",
} as const satisfies Record<UnsupportedKind, string>;

/** Something an answer says that nothing it was made from says. */
export function Unsupported({ kind, children }: { readonly kind: UnsupportedKind; readonly children: ReactNode }) {
  return (
    <HoverCard.Root openDelay={150} closeDelay={80}>
      <HoverCard.Trigger asChild>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be had by keys too */}
        <mark className="unsupported" tabIndex={0} aria-description={sentences[kind]}>
          {children}
        </mark>
      </HoverCard.Trigger>
      <HoverCard.Portal container={document.getElementById("scene")}>
        <HoverCard.Content align="start" sideOffset={6} collisionPadding={12} className={hoverCard}>
          {sentences[kind]}
        </HoverCard.Content>
      </HoverCard.Portal>
    </HoverCard.Root>
  );
}
