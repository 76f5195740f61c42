import type { EmbeddingStatus } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { describeMeaning } from "../shell/describe-indexing.ts";
import { useIndexing } from "../shell/use-indexing.ts";
import { describeBytes } from "../ui/describe-bytes.ts";
import { StateWord } from "../ui/state-word.tsx";
import { CatalogueList } from "./catalogue-list.tsx";
import { EmbeddingKind } from "./embedding-kind.tsx";
import { modelAdmin } from "./model-admin.ts";
import { NotRead } from "./not-read.tsx";
import { PauseReading } from "./pause-reading.tsx";
import { WhereTextGoes } from "./where-text-goes.tsx";

const busyStates: readonly EmbeddingStatus["state"][] = ["waiting", "getting", "loading"];

/** The model that reads meaning: which, from where, how far it is, and what else there is. */
export function EmbeddingPart() {
  const embedding = useQuery({
    queryKey: ["models", "embedding"],
    queryFn: ({ signal }) => modelAdmin.embedding(signal),
    refetchInterval: ({ state }) =>
      state.data !== undefined && busyStates.includes(state.data.state) ? 1_500 : 15_000,
  });
  const { data, error } = embedding;
  if (data === undefined)
    return <NotRead what="state of the model" error={error} onRetry={() => void embedding.refetch()} />;
  return (
    <div className="flex flex-col gap-5">
      <Now status={data} />
      <EmbeddingKind status={data} />
      <CatalogueList status={data} />
    </div>
  );
}

function Now({ status }: { readonly status: EmbeddingStatus }) {
  const { kind, model, state, reason, got_bytes, of_bytes, sends_to, paused } = status;
  const progress = useIndexing();
  const read = progress === undefined || state !== "ready" ? undefined : describeMeaning(progress);
  return (
    <div className="flex flex-col gap-2 rounded-xl border border-line bg-surface px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="flex min-w-44 flex-1 flex-wrap items-baseline gap-x-3">
          <bdi className="font-medium wrap-anywhere">{model ?? (kind === "none" ? "No model" : "Not known yet")}</bdi>
          <State status={status} />
        </p>
        {kind !== "none" && <PauseReading paused={paused} />}
      </div>
      {reason !== null && (
        <p className={state === "failed" ? "text-[0.94rem] text-danger" : "text-[0.94rem] text-ink-soft"}>{reason}</p>
      )}
      {got_bytes !== null && of_bytes !== null && of_bytes > 0 && state === "getting" && (
        <div className="flex items-center gap-3 text-[0.88rem] text-ink-soft tabular-nums">
          <progress className="bar max-w-60" max={of_bytes} value={got_bytes} aria-label="The model on its way" />
          {describeBytes(got_bytes)} of {describeBytes(of_bytes)}
        </div>
      )}
      {read !== undefined && <p className="text-[0.92rem] text-ink-soft tabular-nums">{read.said}</p>}
      {kind !== "none" && (
        <WhereTextGoes host={sends_to} what="All passages of your notes, and what is searched for," />
      )}
    </div>
  );
}

function State({ status: { state, paused } }: { readonly status: EmbeddingStatus }) {
  if (state === "ready" && paused) return <StateWord tone="warn">paused</StateWord>;
  const { tone, word } = states[state];
  return <StateWord tone={tone}>{word}</StateWord>;
}

const states = {
  off: { tone: "quiet", word: "off: found by words only" },
  waiting: { tone: "warn", word: "waiting" },
  getting: { tone: "warn", word: "on its way" },
  loading: { tone: "warn", word: "being loaded" },
  ready: { tone: "good", word: "ready" },
  failed: { tone: "danger", word: "failed" },
} as const;
