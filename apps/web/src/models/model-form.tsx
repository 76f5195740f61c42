import type { AdminModel } from "@khoj/contract";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Problem } from "../ui/problem.tsx";
import { modelAdmin } from "./model-admin.ts";
import { factsOf, readFacts } from "./model-facts.ts";
import { ModelFields } from "./model-fields.tsx";
import { useModelAct } from "./use-model-act.ts";

/** What is known of a model that is there already. */
export function ModelForm({ model, onDone }: { readonly model: AdminModel; readonly onDone: () => void }) {
  const [facts, setFacts] = useState(() => factsOf(model));
  const { run, busy, problem } = useModelAct();
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await run(() => modelAdmin.changeModel(model.id, readFacts(facts)))) onDone();
  };
  return (
    <form
      aria-label={`Change ${model.name}`}
      className="flex max-w-xl flex-col gap-3"
      onSubmit={(event) => void save(event)}
    >
      <ModelFields
        facts={facts}
        namePlaceholder={model.model}
        onChange={(change) => setFacts((before) => ({ ...before, ...change }))}
      />
      <Problem>{problem}</Problem>
      <div className="flex gap-2">
        <Button look="strong" type="submit" disabled={busy}>
          {busy ? "Saving…" : "Save"}
        </Button>
        <Button look="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
