import type { CatalogueModel, EmbeddingStatus } from "@khoj/contract";
import { useState } from "react";
import { AskFirst } from "../ui/ask-first.tsx";
import { Button } from "../ui/button.tsx";
import { describeBytes } from "../ui/describe-bytes.ts";
import { StateWord } from "../ui/state-word.tsx";
import { modelAdmin } from "./model-admin.ts";
import { useModelAct } from "./use-model-act.ts";

/** The models that are known to read meaning on this machine, with what one should know before taking one. */
export function CatalogueList({ status }: { readonly status: EmbeddingStatus }) {
  const [wanted, setWanted] = useState<CatalogueModel>();
  const { refresh } = useModelAct();
  const models = status.catalogue.filter(({ purpose }) => purpose === "embed");
  const rerankers = status.catalogue.filter(({ purpose }) => purpose === "rerank");
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-[0.92rem] text-ink-soft">Models for this machine</h3>
      <ul
        aria-label="Catalogue"
        className="flex flex-col divide-y divide-line rounded-xl border border-line bg-surface"
      >
        {models.map((model) => (
          <Entry
            key={model.name}
            model={model}
            used={status.kind === "local" && status.model === model.name}
            onUse={() => setWanted(model)}
          />
        ))}
      </ul>
      {rerankers.length > 0 && (
        <>
          <h3 className="mt-2 text-[0.92rem] text-ink-soft">Models that look at the best results a second time</h3>
          <ul
            aria-label="Rerankers"
            className="flex flex-col divide-y divide-line rounded-xl border border-line bg-surface"
          >
            {rerankers.map((model) => (
              <Entry key={model.name} model={model} used={false} />
            ))}
          </ul>
        </>
      )}
      <p className="text-[0.88rem] text-ink-faint">
        A folder with a model of your own: <code className="font-mono">khoj models add FOLDER</code>
      </p>
      <AskFirst
        title={`Use ${wanted?.name ?? ""}?`}
        open={wanted !== undefined}
        onClose={() => setWanted(undefined)}
        act="Use it, and read every note anew"
        look="strong"
        refuse="Leave it"
        onAct={() =>
          modelAdmin
            .changeEmbedding({ kind: "local", ...(wanted === undefined ? {} : { model: wanted.name }) })
            .then(refresh)
        }
      >
        <p>
          {wanted?.installed === true ? "" : `${describeBytes(wanted?.bytes ?? 0)} are fetched first. `}
          Every note is read anew in the background; until that is done, what was read before goes on finding.
        </p>
        {wanted?.verified === false && (
          <p className="text-warn">
            Nobody has tried this model with this program yet; it is used only if its results are right.
          </p>
        )}
      </AskFirst>
    </div>
  );
}

interface EntryProps {
  readonly model: CatalogueModel;
  readonly used: boolean;
  readonly onUse?: () => void;
}

function Entry({ model, used, onUse }: EntryProps) {
  const { name, licence, languages, dimensions, bytes, verified, installed, on_disk } = model;
  const facts = [
    languages,
    dimensions === null ? "" : `${dimensions} dimensions`,
    describeBytes(installed ? (on_disk ?? bytes) : bytes),
    licence,
  ].filter((part) => part !== "");
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5">
      <div className="min-w-52 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <bdi className="font-medium wrap-anywhere">{name}</bdi>
          {installed && !used && <StateWord tone="quiet">installed</StateWord>}
          {!verified && <StateWord tone="warn">not tried yet</StateWord>}
        </p>
        <p className="text-[0.88rem] text-ink-faint">{facts.join(" · ")}</p>
      </div>
      {used ? (
        <StateWord tone="good">in use</StateWord>
      ) : (
        onUse !== undefined && (
          <Button aria-label={`Use ${name}`} onClick={onUse}>
            Use
          </Button>
        )
      )}
    </li>
  );
}
