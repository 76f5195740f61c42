import { useQuery } from "@tanstack/react-query";
import { AddLocalModel } from "./add-local-model.tsx";
import { modelAdmin } from "./model-admin.ts";
import { ModelRow } from "./model-row.tsx";
import { NotRead } from "./not-read.tsx";

/** The models that answer, in the order in which they are tried. */
export function ChatModelsPart() {
  const models = useQuery({
    queryKey: ["models", "chat"],
    queryFn: ({ signal }) => modelAdmin.models(signal),
  });
  const { data, error } = models;
  if (data === undefined) return <NotRead what="models" error={error} onRetry={() => void models.refetch()} />;
  return (
    <div className="flex flex-col gap-3">
      {data.length > 0 && (
        <ol aria-label="Models that answer" className="flex flex-col gap-2">
          {data.map((model, index) => (
            <ModelRow key={model.id} model={model} place={index + 1} of={data.length} />
          ))}
        </ol>
      )}
      <p className="text-[0.92rem] text-ink-soft">
        {data.length === 0
          ? "No model yet: answers quote your notes. Add a provider above and a model of it, or a model file of this machine."
          : "Where one does not answer, the next is tried; after the last, your notes are quoted."}
      </p>
      <AddLocalModel />
    </div>
  );
}
