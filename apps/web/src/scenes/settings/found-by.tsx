import { useIndexing } from "../../shell/use-indexing.ts";

/** By words and meaning, or by words only: the reason stands in the line below it. */
export function FoundBy() {
  const progress = useIndexing();
  if (progress === undefined) return null;
  const { state, model } = progress.meaning;
  return (
    <p>
      {state === "ready" ? (
        <>
          By words and by meaning
          {model !== null && (
            <>
              , read by <bdi className="font-medium">{model}</bdi>
            </>
          )}
          .
        </>
      ) : (
        "By words, small slips forgiven."
      )}
    </p>
  );
}
