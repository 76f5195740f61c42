import { useCallback, useRef, useState } from "react";
import { sentenceOf } from "./problem.tsx";

/** One act at a time: whether it runs, what went wrong with the last one, and the way to do it. */
export function useAct() {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const act = useCallback(async (step: () => Promise<unknown>, describe = sentenceOf): Promise<boolean> => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setProblem("");
    try {
      await step();
      return true;
    } catch (error) {
      setProblem(describe(error));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }, []);
  return { act, busy, problem, setProblem };
}
