import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { AddProvider } from "./add-provider.tsx";
import { modelAdmin } from "./model-admin.ts";
import { NotRead } from "./not-read.tsx";
import { ProviderCard } from "./provider-card.tsx";

/** Who runs models for this server. */
export function ProvidersPart() {
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<number>();
  const providers = useQuery({
    queryKey: ["models", "providers"],
    queryFn: ({ signal }) => modelAdmin.providers(signal),
  });
  const { data, error } = providers;
  if (data === undefined) return <NotRead what="providers" error={error} onRetry={() => void providers.refetch()} />;
  return (
    <div className="flex flex-col items-stretch gap-3">
      {data.length === 0 && !adding && (
        <p className="text-ink-soft">
          None yet. Answers quote your notes word for word; with a model they are written, and still cited and checked.
        </p>
      )}
      {data.map((provider) => (
        <ProviderCard key={provider.id} provider={provider} isNew={provider.id === added} />
      ))}
      {adding ? (
        <AddProvider
          onDone={(id) => {
            setAdding(false);
            setAdded(id);
          }}
        />
      ) : (
        <Button className="self-start" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
          Add a provider
        </Button>
      )}
    </div>
  );
}
