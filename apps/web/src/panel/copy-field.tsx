import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "../ui/button.tsx";

/** Something to be copied and pasted elsewhere, whole; it is marked when it is focused, for whoever copies by keys. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }) {
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const copy = async (): Promise<void> => setCopied((await copyText(value)) || copyMarked(field.current));
  return (
    <div className="flex min-w-0 items-center gap-2">
      <input
        ref={field}
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

async function copyText(text: string): Promise<boolean> {
  const writing = (navigator.clipboard as Clipboard | undefined)?.writeText(text);
  if (writing === undefined) return false;
  return writing.then(
    () => true,
    () => false,
  );
}

/** Pages of plain HTTP off this computer have no clipboard of their own; what is marked can still be copied. */
function copyMarked(field: HTMLInputElement | null): boolean {
  field?.select();
  return document.execCommand("copy");
}
