import type { SignInOutcome } from "@khoj/contract";
import { useEffect, useRef, useState } from "react";
import { khoj } from "../../khoj.ts";
import { Button } from "../../ui/button.tsx";
import { CodeField } from "../../ui/code-field.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useAct } from "../../ui/use-act.ts";

export interface AfterAskingProps {
  readonly email: string;
  readonly mail: boolean;
  readonly next: string | undefined;
  readonly onOutcome: (outcome: SignInOutcome) => void;
  readonly onBack: () => void;
}

/** What the person does next: the mail's link or its six digits, or, where nothing is mailed, the administrator. */
export function AfterAsking({ email, mail, next, onOutcome, onBack }: AfterAskingProps) {
  return (
    <>
      {mail ? (
        <>
          <p>
            If{" "}
            <bdi dir="ltr" className="font-medium wrap-anywhere">
              {email}
            </bdi>{" "}
            may come in here, a mail with a link is on its way. The link holds 15 minutes, for one device. Open it here,
            or type the mail's six digits:
          </p>
          <CodeStep email={email} next={next} onOutcome={onOutcome} />
        </>
      ) : (
        <p>
          This server sends no mail. Ask your administrator for the link: they find you (
          <bdi dir="ltr" className="font-medium wrap-anywhere">
            {email}
          </bdi>
          ) in the admin panel, and the link they give you opens one device, once.
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {mail && <AskAgain email={email} />}
        <Button onClick={onBack}>Another address</Button>
      </div>
    </>
  );
}

function CodeStep({ email, next, onOutcome }: Pick<AfterAskingProps, "email" | "next" | "onOutcome">) {
  const [code, setCode] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const { act, busy, problem } = useAct();
  const send = async (digits: string): Promise<void> => {
    const proof = { email, code: digits, ...(next === undefined ? {} : { next }) };
    if (await act(async () => onOutcome(await khoj.signIn.enterCode(proof)))) return;
    setCode("");
    input.current?.focus();
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.length === 6) void send(code);
        else input.current?.focus();
      }}
    >
      <CodeField
        label="Code from the mail"
        input={input}
        value={code}
        invalid={problem !== ""}
        onChange={setCode}
        onComplete={(digits) => void send(digits)}
      />
      <Problem>{problem}</Problem>
      <Button type="submit" look="strong" className="self-start" disabled={busy}>
        Sign in
      </Button>
    </form>
  );
}

/** A second mail, after a while in which the first may still arrive. */
function AskAgain({ email }: Pick<AfterAskingProps, "email">) {
  const [asked, setAsked] = useState(0);
  const [resting, setResting] = useState(true);
  const { act, busy, problem } = useAct();
  useEffect(() => {
    setResting(true);
    const timer = setTimeout(() => setResting(false), 30_000 * (asked + 1));
    return () => clearTimeout(timer);
  }, [asked]);
  return (
    <>
      <Button
        disabled={resting || busy}
        onClick={() => void act(() => khoj.signIn.askForLink(email)).then((done) => done && setAsked(asked + 1))}
      >
        Send it again
      </Button>
      <span role="status" className="self-center text-[0.92rem] text-ink-faint">
        {asked > 0 && "Sent again."}
      </span>
      <Problem>{problem}</Problem>
    </>
  );
}
