import { clsx } from "clsx";
import { lazy, type ReactNode, Suspense } from "react";
import { describeMeaning, describeText, type IndexingWords } from "./describe-indexing.ts";
import { ModelsLink } from "./models-link.tsx";
import { useIndexing } from "./use-indexing.ts";
import { useMayManage } from "./use-may-manage.ts";

const PauseReading = lazy(async () => ({ default: (await import("../models/pause-reading.tsx")).PauseReading }));

/** How far reading has come, text and meaning apart; nothing at all once both are done. */
export function IndexingLine({ className }: { readonly className?: string }) {
  const progress = useIndexing();
  const may = useMayManage();
  if (progress === undefined || progress.text.files + progress.text.waiting === 0) return null;
  const text = describeText(progress);
  const meaning = describeMeaning(progress);
  if (text === undefined && meaning === undefined) return null;
  return (
    <section
      aria-label="Reading"
      className={clsx(
        "flex flex-col gap-2 rounded-xl border border-line bg-surface px-4 py-2.5 text-[0.92rem]",
        className,
      )}
    >
      {text !== undefined && <Part words={text} name="Text read" />}
      {meaning !== undefined && (
        <Part words={meaning} name={progress.meaning.state === "getting" ? "The model on its way" : "Meaning read"}>
          {may && progress.meaning.state === "ready" && (
            <Suspense fallback={null}>
              <PauseReading paused={progress.meaning.paused} />
            </Suspense>
          )}
        </Part>
      )}
    </section>
  );
}

interface PartProps {
  readonly words: IndexingWords;
  readonly name: string;
  readonly children?: ReactNode;
}

function Part({ words: { said, done, waits }, name, children }: PartProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1 tabular-nums">
        <p className="min-w-0 flex-1 basis-56">{said}</p>
        {done !== undefined && <span className="font-semibold text-accent">{percent(done)}</span>}
        {waits === true && <ModelsLink>Models</ModelsLink>}
        {children}
      </div>
      {done !== undefined && <progress className="bar" max={1} value={done} aria-label={name} />}
    </div>
  );
}

const percent = (share: number): string => `${Math.floor(share * 100)} %`;
