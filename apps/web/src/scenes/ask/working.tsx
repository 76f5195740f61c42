import { LoaderCircle } from "lucide-react";

export function Working({ doing }: { readonly doing: string }) {
  return (
    <p className="flex items-center gap-2 text-ink-soft" role="status">
      <LoaderCircle className="size-4 animate-spin" aria-hidden />
      {doing === "" ? "Looking through your notes" : doing}
    </p>
  );
}
