import type { ContextItem } from "@khoj/contract";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { IconButton } from "../../ui/button.tsx";
import { withSources } from "./with-sources.ts";

/** Copies an answer with the passages it names, and says when it is done. */
export function CopyAnswer({ text, context }: { readonly text: string; readonly context: readonly ContextItem[] }) {
  const [state, setState] = useState<"" | "done" | "failed">("");
  const copy = async (): Promise<void> => {
    const done = await navigator.clipboard?.writeText(withSources(text, context)).then(
      () => true,
      () => false,
    );
    setState(done === true ? "done" : "failed");
  };
  return (
    <>
      <IconButton label="Copy the answer with its sources" onClick={() => void copy()}>
        {state === "done" ? <Check /> : <Copy />}
      </IconButton>
      <span role="status" className={state === "failed" ? "text-[0.84rem] text-warn" : "sr-only"}>
        {state === "done" ? "Copied" : state === "failed" ? "This page has no clipboard: select and copy by hand" : ""}
      </span>
    </>
  );
}
