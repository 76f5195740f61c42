import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useAct } from "../ui/use-act.ts";
import { AskFirst, type Question } from "./ask-first.tsx";

interface Asked {
  readonly question: Question;
  readonly step: () => Promise<unknown>;
}

/** Acts of the panel: asked first where they are felt by others; afterwards everything that is shown is read anew. */
export function useAskedAct() {
  const [asked, setAsked] = useState<Asked>();
  const queries = useQueryClient();
  const { act, busy, problem, setProblem } = useAct();
  const run = async (step: () => Promise<unknown>): Promise<boolean> => {
    setAsked(undefined);
    return act(async () => {
      await step();
      await queries.invalidateQueries({ queryKey: ["admin"] });
    });
  };
  const ask = (question: Question, step: () => Promise<unknown>): void => setAsked({ question, step });
  const dialog = asked !== undefined && (
    <AskFirst question={asked.question} onNo={() => setAsked(undefined)} onYes={() => void run(asked.step)} />
  );
  return { run, ask, busy, problem, setProblem, dialog };
}
