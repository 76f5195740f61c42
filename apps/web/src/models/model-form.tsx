import type { AdminModel } from "@khoj/contract";
import { useState } from "react";
import { ActForm } from "./act-form.tsx";
import { modelAdmin } from "./model-admin.ts";
import { factsOf, readFacts } from "./model-facts.ts";
import { ModelFields } from "./model-fields.tsx";

/** What is known of a model that is there already. */
export function ModelForm({ model, onDone }: { readonly model: AdminModel; readonly onDone: () => void }) {
  const [facts, setFacts] = useState(() => factsOf(model));
  return (
    <ActForm
      label={`Change ${model.name}`}
      act={["Save", "Saving…"]}
      onAct={() => modelAdmin.changeModel(model.id, readFacts(facts))}
      onDone={onDone}
    >
      <ModelFields
        facts={facts}
        namePlaceholder={model.model}
        onChange={(change) => setFacts((before) => ({ ...before, ...change }))}
      />
    </ActForm>
  );
}
