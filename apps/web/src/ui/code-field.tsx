import { type CompositionEvent, type FormEvent, type Ref, useId } from "react";

export interface CodeFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly invalid?: boolean;
  readonly disabled?: boolean;
  readonly input?: Ref<HTMLInputElement>;
  readonly onChange: (value: string) => void;
  /** Called with six digits, as soon as they stand there. */
  readonly onComplete: (code: string) => void;
}

/** Six digits, typed, pasted with spaces in them, or filled in by the system; sent by themselves when complete. */
export function CodeField({ label, hint, value, invalid, disabled, input, onChange, onComplete }: CodeFieldProps) {
  const id = useId();
  const take = (text: string): void => {
    const digits = digitsOf(text);
    onChange(digits);
    if (digits.length === 6 && digits !== value) onComplete(digits);
  };
  const onInput = (event: FormEvent<HTMLInputElement>): void => {
    const { isComposing } = event.nativeEvent as InputEvent;
    // An input method is still choosing: what stands there is no answer yet.
    if (isComposing) onChange(event.currentTarget.value);
    else take(event.currentTarget.value);
  };
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-[0.92rem] text-ink-soft">
          {hint}
        </p>
      )}
      <input
        id={id}
        ref={input}
        name="one-time-code"
        type="text"
        inputMode="numeric"
        autoComplete="one-time-code"
        spellCheck={false}
        value={value}
        disabled={disabled}
        aria-invalid={invalid === true ? true : undefined}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onInput={onInput}
        onCompositionEnd={(event: CompositionEvent<HTMLInputElement>) => take(event.currentTarget.value)}
        className="field w-48 text-xl tracking-[0.3em] tabular-nums"
      />
    </div>
  );
}

/** `１２３ 456 ` and `123-456` mean the same six digits. */
export const digitsOf = (text: string): string => text.normalize("NFKC").replace(/\D/g, "").slice(0, 6);
