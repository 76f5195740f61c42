import type { LinkLook, SignInOutcome } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { khoj } from "../../khoj.ts";
import { timeZone } from "../../time-zone.ts";
import { Button } from "../../ui/button.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Problem } from "../../ui/problem.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useAct } from "../../ui/use-act.ts";
import { goOn } from "./go-on.ts";
import type { LinkLocation } from "./link-location.ts";
import { recallNext } from "./remember-next.ts";
import { SignInFrame } from "./sign-in-frame.tsx";

/** A link that was opened. Looking at it spends nothing: whoever is behind it presses the button. */
export function LinkScene() {
  const { token, code, email }: LinkLocation = useSearch({ strict: false });
  if (token !== undefined) return <TokenLink token={token} />;
  if (code !== undefined && email !== undefined) return <CodeLink code={code} email={email} />;
  return (
    <SignInFrame title="Sign in">
      <Problem>This link is not whole: the mail may have broken it over two lines. Ask for a new one.</Problem>
      <ToSignIn />
    </SignInFrame>
  );
}

function TokenLink({ token }: { readonly token: string }) {
  const look = useQuery({
    queryKey: ["sign-in", "link", token],
    queryFn: ({ signal }) => khoj.signIn.lookAtLink(token, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  if (look.error !== null) {
    return (
      <SignInFrame title="This link opens nothing any more" takesFocus>
        <Problem>{look.error.message}</Problem>
        <ToSignIn />
      </SignInFrame>
    );
  }
  if (look.data === undefined) return <SignInFrame title="Sign in">{null}</SignInFrame>;
  return look.data.purpose === "set-up" ? (
    <SetUpLink token={token} look={look.data} />
  ) : (
    <PersonLink token={token} look={look.data} />
  );
}

interface LinkProps {
  readonly token: string;
  readonly look: LinkLook;
}

function PersonLink({ token, look }: LinkProps) {
  const { act, busy, problem } = useAct();
  const finish = useFinish();
  const asked = useRef(false);
  const invited = look.purpose === "invitation";
  const use = (): void => void act(async () => finish(await khoj.signIn.spendLink({ token, ...recallNext() })));
  useEffect(() => {
    // The browser that asked for the link need not be asked again; any other must press.
    if (!look.asked_here || asked.current) return;
    asked.current = true;
    void act(async () => finish(await khoj.signIn.spendLink({ token, ...recallNext() })));
  }, [look.asked_here, act, finish, token]);
  return (
    <SignInFrame title={invited ? "You are invited" : "Sign in"}>
      <p>
        {invited
          ? "This makes your account on this Khoj server and signs you in on this device."
          : "The link signs you in on this device, once."}{" "}
        It holds until <Moment at={look.expires_at} zone={timeZone()} />.
      </p>
      <Problem>{problem}</Problem>
      <Button look="strong" className="min-h-11" disabled={busy} onClick={use}>
        <span className="min-w-0 wrap-anywhere">
          {invited ? "Accept as" : "Sign in as"} <bdi dir="ltr">{look.email}</bdi>
        </span>
      </Button>
      {problem !== "" && <ToSignIn />}
      <p className="text-[0.92rem] text-ink-faint">
        Is this not you? Close the page: nothing has happened yet, and the link still works for whom it is meant.
      </p>
    </SignInFrame>
  );
}

function SetUpLink({ token, look }: LinkProps) {
  const [email, setEmail] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const { act, busy, problem } = useAct();
  const finish = useFinish("/set-up");
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!(await act(async () => finish(await khoj.signIn.spendLink({ token, email: email.trim() })))))
      input.current?.focus();
  };
  return (
    <SignInFrame title="Set up this server">
      <p>
        You are the first: with your e-mail address you become the administrator. Notes, folders and chats that are here
        already become yours.
      </p>
      <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void onSubmit(event)}>
        <TextField
          label="Your e-mail address"
          hint="You sign in with it from now on. Nothing is sent to it now."
          input={input}
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Problem>{problem}</Problem>
        <Button type="submit" look="strong" className="min-h-11" disabled={busy || email.trim() === ""}>
          Become the administrator
        </Button>
      </form>
      <p className="text-[0.92rem] text-ink-faint">
        The link works once, until <Moment at={look.expires_at} zone={timeZone()} />. Next you choose what guards the
        account.
      </p>
    </SignInFrame>
  );
}

function CodeLink({ code, email }: { readonly code: string; readonly email: string }) {
  const { act, busy, problem } = useAct();
  const finish = useFinish();
  return (
    <SignInFrame title="Sign in">
      <p>The code of your mail signs you in on this device, once.</p>
      <Problem>{problem}</Problem>
      <Button
        look="strong"
        className="min-h-11"
        disabled={busy}
        onClick={() => void act(async () => finish(await khoj.signIn.enterCode({ email, code, ...recallNext() })))}
      >
        <span className="min-w-0 wrap-anywhere">
          Sign in as <bdi dir="ltr">{email}</bdi>
        </span>
      </Button>
      {problem !== "" && <ToSignIn />}
    </SignInFrame>
  );
}

/** On to the page, or to the second factor. `after` is where set-up leads instead. */
function useFinish(after?: string) {
  const navigate = useNavigate();
  return (outcome: SignInOutcome): void => {
    if (outcome.status === "signed-in") goOn(after ?? outcome.next);
    else
      void navigate({
        to: "/login",
        search: { step: "second-factor", ways: outcome.ways.join(",") } as never,
        replace: true,
      });
  };
}

function ToSignIn() {
  return (
    <a href="/login" className="link self-start">
      Sign in another way
    </a>
  );
}
