import { CircleCheck, CircleX, LoaderCircle, X } from "lucide-react";
import { Button, IconButton } from "../../ui/button.tsx";
import { describeBytes } from "../../ui/describe-bytes.ts";
import { forgetUploads, isFinished, stopUploads, type Upload, useUploads } from "./uploads.ts";

const shownAtMost = 200;

/** What is on its way in: each file with how far it is, and why it was not taken. */
export function UploadTray() {
  const uploads = useUploads();
  if (uploads.length === 0) return null;
  const finished = uploads.filter(isFinished).length;
  const refused = uploads.filter(({ state }) => state === "refused").length;
  const busy = finished < uploads.length;
  return (
    <section
      aria-label="Files on their way in"
      className="fixed right-3 bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-40 flex max-h-[min(26rem,60dvh)] w-[min(26rem,calc(100vw-1.5rem))] flex-col rounded-2xl border border-line bg-surface shadow-[0_16px_40px_-10px_var(--shadow)] lg:bottom-4"
    >
      <header className="flex items-center gap-2 py-1.5 pr-1.5 pl-4">
        <h2 className="flex-1 font-semibold" role="status">
          {busy
            ? `Adding ${finished + 1} of ${uploads.length}`
            : `${uploads.length - refused} searchable${refused > 0 ? `, ${refused} not` : ""}`}
        </h2>
        {busy ? (
          <Button look="quiet" onClick={stopUploads}>
            Stop
          </Button>
        ) : (
          <IconButton label="Close" onClick={forgetUploads}>
            <X />
          </IconButton>
        )}
      </header>
      <div className="px-4">
        <progress className="bar" max={1} value={progressOf(uploads)} aria-label="All files" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keys */}
      <ul className="min-h-0 flex-1 overflow-y-auto px-2 py-1.5" tabIndex={0} aria-label="Files">
        {order(uploads)
          .slice(0, shownAtMost)
          .map((upload) => (
            <UploadRow key={upload.name} upload={upload} />
          ))}
      </ul>
      {busy && (
        <p className="px-4 pb-2.5 text-[0.84rem] text-ink-faint">
          You can go on working; keep this page open until all are sent.
        </p>
      )}
    </section>
  );
}

function UploadRow({ upload: { name, bytes, state, sent, reason } }: { readonly upload: Upload }) {
  return (
    <li className="rounded-lg px-2 py-1 text-[0.92rem]">
      <div className="flex items-center gap-2">
        <StateIcon state={state} />
        <bdi className="min-w-0 flex-1 truncate" title={name}>
          {name}
        </bdi>
        <span className="shrink-0 text-[0.84rem] text-ink-faint tabular-nums">
          {state === "sending" ? `${Math.round(sent * 100)} %` : state === "reading" ? "reading" : describeBytes(bytes)}
        </span>
      </div>
      {reason !== "" && (
        <p className={state === "refused" ? "pl-6 text-[0.86rem] text-danger" : "pl-6 text-[0.86rem] text-warn"}>
          {reason}
        </p>
      )}
    </li>
  );
}

function StateIcon({ state }: { readonly state: Upload["state"] }) {
  if (state === "done") return <CircleCheck className="size-4 shrink-0 text-good" aria-label="searchable" />;
  if (state === "refused") return <CircleX className="size-4 shrink-0 text-danger" aria-label="not searchable" />;
  return <LoaderCircle className="size-4 shrink-0 animate-spin text-ink-faint" aria-label="on its way" />;
}

/** What went wrong first, then what is under way, then the rest. */
function order(uploads: readonly Upload[]): readonly Upload[] {
  const rank = { refused: 0, sending: 1, reading: 1, waiting: 2, done: 3 };
  return uploads.toSorted((one, other) => rank[one.state] - rank[other.state]);
}

/** A file that was sent is half the way: it must be read, too. */
function progressOf(uploads: readonly Upload[]): number {
  const bytes = uploads.reduce((sum, upload) => sum + Math.max(1, upload.bytes), 0);
  const sent = uploads.reduce(
    (sum, upload) => sum + Math.max(1, upload.bytes) * (isFinished(upload) ? 1 : upload.sent / 2),
    0,
  );
  return sent / bytes;
}
