import { useId } from "react";
import { CopyButton } from "./copy-button.tsx";

/** Something to be taken elsewhere, whole: chosen when focused, for whoever copies by keys. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-[0.92rem] text-ink-soft">
        {label}
      </label>
      <div className="flex min-w-0 items-center gap-2">
        <input
          id={id}
          readOnly
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          className="field min-w-0 flex-1 font-mono text-[0.84rem]"
        />
        <CopyButton what={label} text={value} />
      </div>
    </div>
  );
}
