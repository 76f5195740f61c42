import { useId } from "react";
import { CopyButton } from "./copy-button.tsx";

/** Something to be taken elsewhere, seen whole, as some must type it: chosen when focused, for whoever copies by keys. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-[0.92rem] text-ink-soft">
        {label}
      </label>
      <div className="flex min-w-0 items-center gap-2">
        <textarea
          id={id}
          readOnly
          rows={value.length > 40 ? 2 : 1}
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          className="field field-sizing-content min-w-0 flex-1 resize-none py-1.5 font-mono text-[0.84rem] break-all"
        />
        <CopyButton what={label} text={value} />
      </div>
    </div>
  );
}
