import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";

/** Says when it is done. Pages of plain HTTP off loopback have no clipboard: it says that too. */
export function CopyButton({ what, text }: { readonly what: string; readonly text: string }) {
  const [state, setState] = useState<"" | "Copied" | "Copy by hand">("");
  const copy = async (): Promise<void> => {
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setState(done === true ? "Copied" : "Copy by hand");
  };
  return (
    <Button
      icon={state === "Copied" ? <Check aria-hidden /> : <Copy aria-hidden />}
      aria-label={`${state === "" ? "Copy" : state}: ${what}`}
      onClick={() => void copy()}
    >
      {state === "" ? "Copy" : state}
    </Button>
  );
}
