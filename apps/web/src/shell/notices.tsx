import { Undo2, WifiOff, X } from "lucide-react";
import { Button, IconButton } from "../ui/button.tsx";
import { dismiss, undo, useFailed, usePending } from "../ui/undo.ts";
import { useReachable } from "./reachability.ts";

/** What must be said once and quietly, above everything: changes that can be undone, failures, a server out of reach. */
export function Notices() {
  const pending = usePending();
  const failed = useFailed();
  const reachable = useReachable();
  return (
    <section
      aria-label="Notices"
      className="pointer-events-none fixed inset-x-0 bottom-0 z-40 flex flex-col items-center gap-2 p-4 pb-[calc(4.5rem+env(safe-area-inset-bottom))] lg:pb-5"
    >
      <div aria-live="polite" className="flex w-full flex-col items-center gap-2 *:pointer-events-auto">
        {!reachable && (
          <p className={notice} data-kind="offline">
            <WifiOff className="size-4 text-warn" aria-hidden />
            The server does not answer. Trying again until it does.
          </p>
        )}
        {pending.map(({ id, label }) => (
          <div key={id} className={notice}>
            <span className="min-w-0 truncate">{label}</span>
            <Button look="quiet" icon={<Undo2 aria-hidden />} className="text-accent!" onClick={() => undo(id)}>
              Undo
            </Button>
            <span className="countdown" aria-hidden />
          </div>
        ))}
        {failed.map(({ id, message }) => (
          <div key={id} role="alert" className={notice}>
            <span className="text-danger">{message}</span>
            <IconButton label="Dismiss" onClick={() => dismiss(id)}>
              <X />
            </IconButton>
          </div>
        ))}
      </div>
    </section>
  );
}

const notice =
  "relative flex max-w-[min(40rem,100%)] items-center gap-3 overflow-hidden rounded-xl border border-line bg-surface py-1.5 pr-2 pl-4 min-h-12 shadow-[0_12px_32px_-8px_var(--shadow)]";
