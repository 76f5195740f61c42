import { lazy, Suspense, useEffect, useState } from "react";
import { whenRefused } from "../refusals.ts";
import { Dialog } from "../ui/dialog.tsx";

const ElevationForm = lazy(async () => ({ default: (await import("./elevation-form.tsx")).ElevationForm }));

/**
 * Mounted once in a page. When the server asks for proof that it is still the same person, a factor is asked for here,
 * and the refused request is made again by itself; closed without one, the refusal stands.
 */
export function Elevation() {
  const [wanted, setWanted] = useState<readonly ((given: boolean) => void)[]>([]);
  useEffect(
    () =>
      whenRefused("elevation", () => new Promise<boolean>((settle) => setWanted((waiting) => [...waiting, settle]))),
    [],
  );
  const finish = (given: boolean): void => {
    for (const settle of wanted) settle(given);
    setWanted([]);
  };
  return (
    <Dialog title="Show that it is you" open={wanted.length > 0} onClose={() => finish(false)}>
      <Suspense fallback={<div className="h-40" />}>
        <ElevationForm onDone={() => finish(true)} onCancel={() => finish(false)} />
      </Suspense>
    </Dialog>
  );
}
