import { useQuery } from "@tanstack/react-query";
import { admin } from "../admin.ts";
import { NotYet, Section } from "../section.tsx";
import { MethodCard } from "./method-card.tsx";

/** The ways in: which are on, what each still needs, and whether it works. */
export function MethodsSection() {
  const methods = useQuery({ queryKey: ["admin", "methods"], queryFn: ({ signal }) => admin.methods(signal) });
  return (
    <Section
      title="Sign-in methods"
      text="Only what is on has a button and an address. The last way in cannot be switched off."
    >
      {methods.data === undefined && (
        <NotYet error={methods.error} what="sign-in methods" onRetry={() => void methods.refetch()} />
      )}
      {methods.data !== undefined && (
        <div className="mx-auto flex w-full max-w-4xl flex-col gap-4 p-4 pb-16 lg:px-6">
          {methods.data.map((method) => (
            <MethodCard key={method.method} method={method} />
          ))}
        </div>
      )}
    </Section>
  );
}
