import { Pause, Play } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { Problem } from "../ui/problem.tsx";
import { modelAdmin } from "./model-admin.ts";
import { useModelAct } from "./use-model-act.ts";

/** Halts the reading of meaning, which takes processor time, and has it go on. */
export function PauseReading({ paused }: { readonly paused: boolean }) {
  const { run, busy, problem } = useModelAct();
  return (
    <>
      <Button
        disabled={busy}
        icon={paused ? <Play aria-hidden /> : <Pause aria-hidden />}
        onClick={() => void run(() => modelAdmin.changeEmbedding({ paused: !paused }))}
      >
        {paused ? "Go on reading" : "Pause reading"}
      </Button>
      <Problem>{problem}</Problem>
    </>
  );
}
