import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button.tsx";

/** Something to be copied and pasted elsewhere, whole; it is chosen when it is focused, for whoever copies by keys. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    // Pages of plain HTTP off loopback have no clipboard: there the marked text is copied by hand.
    const done = await navigator.clipboard?.writeText(value).then(
      () => true,
      () => false,
    );
    setCopied(done === true);
  };
  return (
    <div className="flex min-w-0 items-center gap-2">
      <input
        readOnly
        aria-label={label}
        value={value}
        onFocus={(event) => event.currentTarget.select()}
        className="field min-w-0 flex-1 font-mono text-[0.82rem]"
      />
      <Button
        icon={copied ? <Check aria-hidden /> : <Copy aria-hidden />}
        aria-label={copied ? `Copied ${label}` : `Copy ${label}`}
        onClick={() => void copy()}
      >
        {copied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
