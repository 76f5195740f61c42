import type { SignInOutcome } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { khoj } from "../../khoj.ts";
import { Problem } from "../../ui/problem.tsx";
import { AfterAsking } from "./after-asking.tsx";
import { goOn } from "./go-on.ts";
import { isGoodNews, sentenceForReason } from "./reasons.ts";
import { SecondFactor } from "./second-factor.tsx";
import { SignInFrame } from "./sign-in-frame.tsx";
import { type FactorWay, type SignInLocation, waysOf } from "./sign-in-location.ts";
import { WaysIn } from "./ways-in.tsx";

type Step =
  | { readonly name: "ways" }
  | { readonly name: "asked"; readonly email: string }
  | { readonly name: "second-factor"; readonly ways: readonly FactorWay[] };

/** Where somebody comes in: the ways that are on, and what follows each. */
export function SignInScene() {
  const location: SignInLocation = useSearch({ strict: false });
  const given = waysOf(location);
  const [step, setStep] = useState<Step>(
    given === undefined ? { name: "ways" } : { name: "second-factor", ways: given },
  );
  const [returned, setReturned] = useState<string>();
  const navigate = useNavigate();
  const options = useQuery({
    queryKey: ["sign-in", "options"],
    queryFn: ({ signal }) => khoj.signIn.options(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const onOutcome = (outcome: SignInOutcome): void => {
    if (outcome.status === "signed-in") goOn(outcome.next);
    else setStep({ name: "second-factor", ways: outcome.ways });
  };
  const startAgain = (why?: string): void => {
    setReturned(why);
    setStep({ name: "ways" });
    // Loaded again, the page must not be half-way once more.
    if (given !== undefined) void navigate({ to: "/login", search: { next: location.next } as never, replace: true });
  };

  if (step.name === "second-factor") {
    return (
      <SignInFrame title="Second factor" takesFocus>
        <SecondFactor ways={step.ways} next={location.next} onOutcome={onOutcome} onStartAgain={startAgain} />
      </SignInFrame>
    );
  }
  if (step.name === "asked" && options.data !== undefined) {
    return (
      <SignInFrame title={options.data.mail ? "Check your mail" : "Ask your administrator"} takesFocus>
        <AfterAsking
          email={step.email}
          mail={options.data.mail}
          next={location.next}
          onOutcome={onOutcome}
          onBack={() => startAgain()}
        />
      </SignInFrame>
    );
  }
  return (
    <SignInFrame title="Sign in">
      <Why reason={location.reason} returned={returned} />
      {options.error !== null && <Problem>{options.error.message}</Problem>}
      {options.data !== undefined && (
        <WaysIn
          options={options.data}
          next={location.next}
          onAsked={(email) => setStep({ name: "asked", email })}
          onOutcome={onOutcome}
        />
      )}
    </SignInFrame>
  );
}

function Why({ reason, returned }: { readonly reason: string | undefined; readonly returned: string | undefined }) {
  const sentence = returned ?? sentenceForReason(reason);
  if (sentence === undefined) return null;
  const calm = returned === undefined && isGoodNews(reason);
  return (
    <p role="status" className={calm ? "text-ink-soft" : "rounded-lg bg-warn-wash px-3 py-2 text-[0.94rem] text-warn"}>
      {sentence}
    </p>
  );
}
