import type { ModelProvider } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Problem } from "../ui/problem.tsx";
import { TextField } from "../ui/text-field.tsx";
import { modelAdmin } from "./model-admin.ts";
import { noFacts, readFacts } from "./model-facts.ts";
import { ModelFields } from "./model-fields.tsx";
import { OfferList } from "./offer-list.tsx";
import { useModelAct } from "./use-model-act.ts";

/** One more model of a provider: picked from what it offers, or named where it does not say. */
export function AddModel({ provider, onDone }: { readonly provider: ModelProvider; readonly onDone: () => void }) {
  const [model, setModel] = useState("");
  const [facts, setFacts] = useState(noFacts);
  const { run, busy, problem } = useModelAct();
  const offers = useQuery({
    queryKey: ["models", "offers", provider.id],
    queryFn: ({ signal }) => modelAdmin.offers(provider.id, signal),
    staleTime: 60_000,
  });
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const added = await run(() =>
      modelAdmin.addModel({ ...readFacts(facts), provider_id: provider.id, model: model.trim() }),
    );
    if (added) onDone();
  };
  return (
    <form
      aria-label={`New model of ${provider.name}`}
      className="flex max-w-xl flex-col gap-3 border-t border-line pt-3"
      onSubmit={(event) => void add(event)}
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
      <Problem>{problem}</Problem>
      <div className="flex gap-2">
        <Button look="strong" type="submit" disabled={busy}>
          {busy ? "Adding…" : "Add the model"}
        </Button>
        <Button look="quiet" onClick={onDone}>
          Not now
        </Button>
      </div>
    </form>
  );
}
