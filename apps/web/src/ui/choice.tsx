import { useId } from "react";

export interface ChoiceProps<Value extends string> {
  readonly name: string;
  readonly value: Value;
  readonly options: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
}

/** One of a few, all in sight. */
export function Choice<Value extends string>({ name, value, options, onChange }: ChoiceProps<Value>) {
  const group = useId();
  return (
    <fieldset>
      <legend className="mb-1 text-[0.92rem] text-ink-soft">{name}</legend>
      <div className="inline-flex flex-wrap gap-1 rounded-xl border border-line bg-sunken p-1">
        {options.map(([option, label]) => (
          <label
            key={option}
            className="flex min-h-8 items-center rounded-lg px-3 text-[0.94rem] text-ink-soft has-checked:bg-surface has-checked:font-semibold has-checked:text-ink has-checked:shadow-[0_1px_3px_var(--shadow)] has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={group}
              checked={option === value}
              onChange={() => onChange(option)}
              className="sr-only"
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
