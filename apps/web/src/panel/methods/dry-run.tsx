import type { OidcDryRunAnswer } from "@khoj/contract";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useAct } from "../../ui/use-act.ts";
import { admin } from "../admin.ts";

const example = `{
  "sub": "somebody-new",
  "email": "ann@example.org",
  "email_verified": true,
  "groups": ["staff"]
}`;

/** What would happen if the provider sent somebody with these claims. Nothing does. */
export function DryRun() {
  const [claims, setClaims] = useState(example);
  const [answer, setAnswer] = useState<OidcDryRunAnswer>();
  const { act, busy, problem } = useAct();
  const ask = (event: FormEvent): void => {
    event.preventDefault();
    setAnswer(undefined);
    void act(async () => setAnswer(await admin.tryClaims(readClaims(claims))));
  };
  return (
    <details>
      <summary className="w-fit rounded font-medium hover:text-accent">
        Dry run: what would happen with these claims?
      </summary>
      <form onSubmit={ask} className="mt-2 flex max-w-xl flex-col gap-3">
        <label className="flex flex-col gap-1">
          <span className="text-[0.92rem] text-ink-soft">Claims, as JSON</span>
          <textarea
            className="field min-h-36 font-mono text-[0.86rem]"
            spellCheck={false}
            value={claims}
            onChange={(event) => setClaims(event.target.value)}
          />
        </label>
        <Problem>{problem}</Problem>
        <Button type="submit" disabled={busy} className="self-start">
          Try
        </Button>
        {answer !== undefined && (
          <ul role="status" className="list-disc pl-5">
            {answer.what.map((sentence) => (
              <li key={sentence}>{sentence}.</li>
            ))}
          </ul>
        )}
      </form>
    </details>
  );
}

function readClaims(text: string): Readonly<Record<string, unknown>> {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (cause) {
    throw new Error("These claims are no JSON; check quotes and commas", { cause });
  }
  if (typeof read === "object" && read !== null && !Array.isArray(read)) return read as Record<string, unknown>;
  throw new Error('Claims are an object: { "sub": "…" }');
}
