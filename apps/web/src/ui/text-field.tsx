import { clsx } from "clsx";
import { type InputHTMLAttributes, type Ref, useId } from "react";

export interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly input?: Ref<HTMLInputElement>;
}

/** A line to fill in, with its name above, help below it, and what is wrong with it in its place. */
export function TextField({ label, hint, problem, input, className, ...rest }: TextFieldProps) {
  const id = useId();
  const described = [hint === undefined ? "" : `${id}-hint`, problem ? `${id}-problem` : ""].filter(Boolean).join(" ");
  return (
    <div className={clsx("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        ref={input}
        className="field w-full"
        aria-invalid={problem ? true : undefined}
        aria-describedby={described === "" ? undefined : described}
        {...rest}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-[0.88rem] text-ink-faint">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} className="text-[0.92rem] text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
