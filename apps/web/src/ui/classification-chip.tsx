import { clsx } from "clsx";
import { Lock } from "lucide-react";

/** The label of a note; the usual one, internal, goes without saying. */
export function ClassificationChip({ classification }: { readonly classification: string | undefined }) {
  if (classification === undefined || classification === "internal") return null;
  const guarded = classification === "confidential" || classification === "secret";
  return (
    <span
      className={clsx(
        "inline-flex shrink-0 items-center gap-1 rounded-full border px-2 text-[0.78rem] leading-5 font-medium",
        guarded ? "border-warn text-warn" : "border-line text-ink-soft",
      )}
    >
      {guarded && <Lock className="size-3" aria-hidden />}
      {classification}
    </span>
  );
}
