import { type ReactNode, useEffect, useRef } from "react";

/** What went wrong, where it happened: read aloud at once, and brought into sight. */
export function Problem({ children }: { readonly children: ReactNode }) {
  const element = useRef<HTMLParagraphElement>(null);
  const empty = children === undefined || children === null || children === "";
  useEffect(() => {
    if (!empty) element.current?.scrollIntoView({ block: "nearest" });
  }, [empty]);
  if (empty) return null;
  return (
    <p ref={element} role="alert" className="rounded-lg bg-danger-wash px-3 py-2 text-[0.94rem] text-danger">
      {children}
    </p>
  );
}

export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
