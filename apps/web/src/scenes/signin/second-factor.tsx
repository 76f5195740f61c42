import { KhojError, type SignInOutcome } from "@khoj/contract";
import { khoj } from "../../khoj.ts";
import { Button } from "../../ui/button.tsx";
import { FactorForm } from "../../ui/factor-form.tsx";
import type { FactorWay } from "./sign-in-location.ts";

export interface SecondFactorProps {
  readonly ways: readonly FactorWay[];
  readonly next: string | undefined;
  readonly onOutcome: (outcome: SignInOutcome) => void;
  readonly onStartAgain: (why?: string) => void;
}

/** The other half of a sign-in that began with a link, a code, a password or a provider. */
export function SecondFactor({ ways, next, onOutcome, onStartAgain }: SecondFactorProps) {
  const watched = async (step: () => Promise<SignInOutcome>): Promise<void> => {
    try {
      onOutcome(await step());
    } catch (error) {
      // The half-way sign-in itself is over: another code would not help.
      if (error instanceof KhojError && error.details.needs === "sign-in") return onStartAgain(error.message);
      throw error;
    }
  };
  return (
    <>
      <FactorForm
        ways={ways}
        onCode={(factor) => watched(() => khoj.signIn.enterFactor(factor))}
        onPasskey={() =>
          watched(async () => {
            const { askForPasskey } = await import("../../shell/passkey.ts");
            return khoj.signIn.enterPasskey(await askForPasskey(await khoj.signIn.passkeyOptions()), next);
          })
        }
      />
      <Button className="self-start" onClick={() => onStartAgain()}>
        Start again
      </Button>
    </>
  );
}
