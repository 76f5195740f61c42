import { useChoices } from "../../shell/use-choices.ts";
import { plainStep } from "./how-answered.tsx";

/** Which model wrote this answer, and whether text left this machine for it, as the server said while it did. */
export function AnsweredBy({ steps }: { readonly steps: readonly string[] }) {
  const said = steps.findLast((step) => step.startsWith(generating) || askingNext.test(step));
  return (
    <p className="min-w-0 text-[0.84rem] text-ink-faint">
      {said === undefined ? "Quotes from your notes · nothing left this server" : capital(whoAnswered(said))}
    </p>
  );
}

const generating = "**Generating answer** with ";
/** "A did not answer (rate limit); asking B at HOST" */
const askingNext = /^(.+) \((.+)\); asking (.+)$/;

function whoAnswered(step: string): string {
  const [, , , next] = askingNext.exec(step) ?? [];
  return next ?? plainStep(step.slice(generating.length)).replace("; ", " · ");
}
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Which model will answer, and where the question goes. */
export function WillAnswer() {
  const { data } = useChoices();
  const choice = data?.chat.find(({ is_chosen }) => is_chosen) ?? data?.chat.find(({ is_default }) => is_default);
  if (choice === undefined) return <span />;
  return (
    <p className="min-w-0 truncate text-[0.84rem] text-ink-faint">
      <bdi>{choice.name}</bdi>
      {choice.sends_to === null ? " · nothing leaves this server" : ` · questions go to ${choice.sends_to}`}
    </p>
  );
}
