import { Link } from "@tanstack/react-router";
import { signOut } from "../../shell/sign-out.ts";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useAct } from "../../ui/use-act.ts";
import { SignInFrame } from "./sign-in-frame.tsx";

/** Another site's link leads here: it can ask somebody to sign out, not do it. */
export function SignOutScene() {
  const { act, busy, problem } = useAct();
  return (
    <SignInFrame title="Sign out">
      <p>Sign out of Khoj on this device? Other devices and keys stay as they are.</p>
      <Problem>{problem}</Problem>
      <div className="flex flex-wrap items-center gap-3">
        <Button look="strong" className="min-h-11" disabled={busy} onClick={() => void act(signOut)}>
          Sign out
        </Button>
        <Link to="/" className="link">
          Stay signed in
        </Link>
      </div>
    </SignInFrame>
  );
}
