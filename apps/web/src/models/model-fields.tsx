import { TextField } from "../ui/text-field.tsx";
import type { TypedFacts } from "./model-facts.ts";

export interface ModelFieldsProps {
  readonly facts: TypedFacts;
  readonly namePlaceholder: string;
  readonly onChange: (change: Partial<TypedFacts>) => void;
}

/** What people see of a model, and what the server must know of it. Prices are shown to whoever chooses it. */
export function ModelFields({ facts, namePlaceholder, onChange }: ModelFieldsProps) {
  const number = { type: "number", inputMode: "decimal", min: 0, className: "flex-1 basis-44" } as const;
  return (
    <>
      <TextField
        label="Name people see"
        maxLength={100}
        placeholder={namePlaceholder}
        value={facts.name}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <TextField
        label="Good at"
        hint="A sentence for whoever chooses. Empty: nothing is said."
        maxLength={500}
        value={facts.strengths}
        onChange={(event) => onChange({ strengths: event.target.value })}
      />
      <label className="flex items-center gap-2.5">
        <input
          type="checkbox"
          className="size-4 shrink-0 accent-accent"
          checked={facts.sees}
          onChange={(event) => onChange({ sees: event.target.checked })}
        />
        It sees pictures
      </label>
      <div className="flex flex-wrap gap-3">
        <TextField
          {...number}
          step="any"
          label="Price of what it reads"
          hint="Per million tokens. Empty: not known."
          value={facts.priceIn}
          onChange={(event) => onChange({ priceIn: event.target.value })}
        />
        <TextField
          {...number}
          step="any"
          label="Price of what it writes"
          hint="Per million tokens. 0: free."
          value={facts.priceOut}
          onChange={(event) => onChange({ priceOut: event.target.value })}
        />
        <TextField
          {...number}
          required
          min={512}
          label="Tokens it reads at once"
          hint="Its context."
          value={facts.context}
          onChange={(event) => onChange({ context: event.target.value })}
        />
        <TextField
          {...number}
          required
          min={16}
          label="Tokens of an answer"
          hint="At most."
          value={facts.answer}
          onChange={(event) => onChange({ answer: event.target.value })}
        />
      </div>
    </>
  );
}
