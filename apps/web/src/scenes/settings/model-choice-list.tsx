import type { ModelChoices } from "@khoj/contract";
import { Check } from "lucide-react";
import { khoj } from "../../khoj.ts";
import { useModelAct } from "../../models/use-model-act.ts";
import { WhereTextGoes } from "../../models/where-text-goes.tsx";
import { Button } from "../../ui/button.tsx";
import { describePrice } from "../../ui/describe-price.ts";
import { Problem } from "../../ui/problem.tsx";

type Choice = ModelChoices["chat"][number];

/** Which model answers this person, with what each costs and what leaves the machine for it. */
export function ModelChoiceList({ choices }: { readonly choices: readonly Choice[] }) {
  const { run, busy, problem } = useModelAct();
  const chosen = choices.find(({ is_chosen }) => is_chosen) ?? choices.find(({ is_default }) => is_default);
  return (
    <div className="flex flex-col gap-3">
      <ul aria-label="Models that answer" className="flex flex-col gap-2">
        {choices.map((choice) => (
          <li
            key={choice.id}
            className="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-xl border border-line bg-surface px-4 py-3"
          >
            <div className="min-w-52 flex-1">
              <p className="flex flex-wrap items-baseline gap-x-3">
                <bdi className="font-medium">{choice.name}</bdi>
                <span className="text-[0.88rem] text-ink-faint">{factsLine(choice)}</span>
              </p>
              {choice.strengths !== null && <p className="text-[0.92rem] text-ink-soft">{choice.strengths}</p>}
              <div className="mt-1">
                <WhereTextGoes host={choice.sends_to} what="Your questions and the passages they need" />
              </div>
            </div>
            {choice.id === chosen?.id ? (
              <span className="flex min-h-9 items-center gap-1 text-[0.92rem] font-medium text-good">
                <Check className="size-4" aria-hidden />
                answers
              </span>
            ) : (
              <Button
                disabled={busy}
                aria-label={`Use ${choice.name}`}
                onClick={() => void run(() => khoj.account.chooseChatModel(choice.id))}
              >
                Use
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Problem>{problem}</Problem>
    </div>
  );
}

const factsLine = ({ provider, sees, price_in, price_out, is_default }: Choice): string =>
  [
    provider ?? "",
    is_default ? "the usual one" : "",
    describePrice(price_in, price_out) ?? (provider === null ? "free" : "price not known"),
    sees ? "sees pictures" : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
