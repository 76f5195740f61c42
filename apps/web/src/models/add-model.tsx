import type { ModelProvider } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { ActForm } from "./act-form.tsx";
import { modelAdmin } from "./model-admin.ts";
import { noFacts, readFacts } from "./model-facts.ts";
import { ModelFields } from "./model-fields.tsx";
import { OfferList } from "./offer-list.tsx";

/** One more model of a provider: picked from what it offers, or named where it does not say. */
export function AddModel({ provider, onDone }: { readonly provider: ModelProvider; readonly onDone: () => void }) {
  const [model, setModel] = useState("");
  const [facts, setFacts] = useState(noFacts);
  const offers = useQuery({
    queryKey: ["models", "offers", provider.id],
    queryFn: ({ signal }) => modelAdmin.offers(provider.id, signal),
    staleTime: 60_000,
  });
  return (
    <ActForm
      label={`New model of ${provider.name}`}
      act={["Add the model", "Adding…"]}
      refuse="Not now"
      onAct={() => modelAdmin.addModel({ ...readFacts(facts), provider_id: provider.id, model: model.trim() })}
      onDone={onDone}
      className="border-t border-line pt-3"
    >
      {offers.isPending && (
        <p role="status" className="text-ink-soft">
          Asking {provider.name} which models it has…
        </p>
      )}
      {offers.error !== null && (
        <div className="flex flex-wrap items-center gap-3 text-[0.92rem] text-warn">
          <p role="alert">{offers.error.message} You can still type the model's name.</p>
          <Button onClick={() => void offers.refetch()}>Ask again</Button>
        </div>
      )}
      {offers.data !== undefined && offers.data.length > 0 && (
        <OfferList offers={offers.data} chosen={model} onChoose={setModel} />
      )}
      {offers.data?.length === 0 && (
        <p className="text-[0.92rem] text-ink-soft">It has none yet, or does not say. Type the model's name.</p>
      )}
      <TextField
        label="Model"
        required
        maxLength={300}
        spellCheck={false}
        autoComplete="off"
        value={model}
        onChange={(event) => setModel(event.target.value)}
      />
      <ModelFields
        facts={facts}
        namePlaceholder={model}
        onChange={(change) => setFacts((before) => ({ ...before, ...change }))}
      />
    </ActForm>
  );
}
