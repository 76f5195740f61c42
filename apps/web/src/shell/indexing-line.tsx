import { clsx } from "clsx";
import { describeMeaning, describeText, type IndexingWords } from "./describe-indexing.ts";
import { ModelsLink } from "./models-link.tsx";
import { useIndexing } from "./use-indexing.ts";

/** How far reading has come, text and meaning apart; nothing at all once both are done. */
export function IndexingLine({ className }: { readonly className?: string }) {
  const progress = useIndexing();
  if (progress === undefined || progress.text.files + progress.text.waiting === 0) return null;
  const text = describeText(progress);
  const meaning = describeMeaning(progress);
  if (text === undefined && meaning === undefined) return null;
  return (
    <section
      aria-label="Reading"
      className={clsx("flex flex-wrap items-baseline gap-x-5 gap-y-0.5 text-[0.84rem] text-ink-faint", className)}
    >
      {text !== undefined && <Part words={text} name="Text read" />}
      {meaning !== undefined && <Part words={meaning} name="Meaning read" />}
    </section>
  );
}

function Part({ words: { said, done, waits }, name }: { readonly words: IndexingWords; readonly name: string }) {
  return (
    <p className="flex min-w-0 flex-wrap items-baseline gap-x-2 tabular-nums">
      {done !== undefined && <progress className="bar w-16! self-center" max={1} value={done} aria-label={name} />}
      <span className="min-w-0">{said}</span>
      {waits === true && <ModelsLink>Models</ModelsLink>}
    </p>
  );
}
