import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useState } from "react";
import { khoj } from "../../khoj.ts";
import { IndexingLine } from "../../shell/indexing-line.tsx";
import { useReachable } from "../../shell/reachability.ts";
import { Blank } from "../../ui/blank.tsx";
import { baseName } from "../../ui/file-name.ts";
import { useTitle } from "../../ui/use-title.ts";
import { noNote } from "../note/note-location.ts";
import { WithNote } from "../note/with-note.tsx";
import { FindBox } from "./find-box.tsx";
import { FindFilters } from "./find-filters.tsx";
import type { FindLocation } from "./find-location.ts";
import { NothingFound } from "./nothing-found.tsx";
import { Results } from "./results.tsx";
import { useSearch as useResults } from "./use-search.ts";
import { useTypedText } from "./use-typed-text.ts";
import { Welcome } from "./welcome.tsx";

const AskedCard = lazy(async () => ({ default: (await import("../ask/asked-card.tsx")).AskedCard }));
const Compare = lazy(async () => ({ default: (await import("./compare.tsx")).Compare }));

/** A phrase, half a thought or a question in; passages and answers out. */
export function FindScene() {
  const location: FindLocation = useSearch({ strict: false });
  useTitle(location.open === undefined ? location.q : baseName(location.open));
  const { box, asked, setText, ask, move } = useFinding(location);
  const reachable = useReachable();
  const { answer, error, searching, ...found } = useResults(box.text, location.type, location.space);
  const empty = box.text.trim() === "";
  const compares = location.compare === "yes" && !empty;
  const opened = answer?.hits.find((hit) => hit.additional.file === location.open)?.additional;

  return (
    <WithNote
      location={location}
      query={box.text}
      words={opened?.match.terms}
      classification={opened?.classification}
      onClose={() => move(noNote)}
    >
      <div className="flex h-full flex-col">
        <h1 className="sr-only">Find</h1>
        <div className="mx-auto w-full max-w-3xl px-3 py-3 max-lg:order-last max-lg:border-t max-lg:border-line max-lg:bg-paper lg:px-6 lg:pt-5">
          <FindBox
            text={box.text}
            searching={searching && !empty}
            onType={setText}
            onAsk={ask}
            onWalk={() => document.querySelector<HTMLElement>("[data-result]")?.focus()}
            onStepBack={() => (location.open === undefined ? setText("") : move(noNote))}
          />
          <FindFilters
            type={location.type}
            space={location.space}
            onType={(type) => move({ type })}
            onSpace={(space) => move({ space, conversation: undefined })}
            answer={answer}
          />
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain" data-results-pane>
          <div className="mx-auto w-full max-w-3xl px-2 pb-16 max-lg:pt-3 lg:px-6">
            {location.conversation !== undefined || asked !== undefined ? (
              <Suspense fallback={<div className="h-40" />}>
                <AskedCard
                  key={asked?.key ?? location.conversation}
                  question={asked?.text}
                  space={location.space}
                  conversation={location.conversation}
                  onConversation={(conversation) => move({ conversation })}
                />
              </Suspense>
            ) : null}
            {empty && <AtRest />}
            {!empty && error !== null && reachable && <Blank title="The search failed">{error.message}</Blank>}
            {compares && (
              <Suspense fallback={null}>
                <Compare query={found.query} location={location} onClose={() => move({ compare: undefined })} />
              </Suspense>
            )}
            {!empty && !compares && error === null && answer !== undefined && answer.hits.length > 0 && (
              <Results
                answer={answer}
                isCurrent={found.isCurrent}
                query={found.query}
                unfinished={found.unfinished}
                location={location}
                onLeave={focusBox}
                onCompare={found.meaning && answer.degraded === undefined ? () => move({ compare: "yes" }) : undefined}
              />
            )}
            {!empty && error === null && !compares && answer?.hits.length === 0 && !searching && (
              <NothingFound
                text={box.text}
                type={location.type}
                space={location.space}
                onTry={setText}
                onAllTypes={() => move({ type: undefined })}
                onAllSpaces={() => move({ space: undefined })}
              />
            )}
          </div>
        </div>
      </div>
    </WithNote>
  );
}

/** What stands in the box and in the address, kept in step, and the question asked last. */
function useFinding(location: FindLocation) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState<{ readonly text: string; readonly key: number }>();
  const move = useCallback(
    (change: Partial<FindLocation>, replace = true) =>
      void navigate({ to: ".", search: ((previous: FindLocation) => ({ ...previous, ...change })) as never, replace }),
    [navigate],
  );
  const write = useCallback((q: string) => move({ q, conversation: undefined }), [move]);
  const box = useTypedText(location.q ?? "", write);
  const setText = (text: string): void => {
    setAsked(undefined);
    box.type(text, text === "" ? 0 : undefined);
  };
  const ask = (): void => {
    const text = box.text.trim();
    if (text === "") return;
    box.settle(box.text);
    move({ q: box.text, conversation: undefined }, false);
    setAsked((previous) => ({ text, key: (previous?.key ?? 0) + 1 }));
  };
  return { box, asked, setText, ask, move };
}

/** Nothing typed: the notes changed last, or, where there are none, the ways in. */
function AtRest() {
  const { data, error } = useQuery({
    queryKey: ["files", "recent"],
    queryFn: ({ signal }) => khoj.content.status({ page: 0, signal }),
    // A folder added just now brings its first notes a moment later.
    refetchInterval: ({ state }) => (state.data?.items.length === 0 ? 2_000 : false),
  });
  const reachable = useReachable();
  if (error !== null && reachable) return <Blank title="The notes could not be listed">{error.message}</Blank>;
  return data === undefined ? null : (
    <>
      <IndexingLine className="mx-2 mb-3" />
      <Welcome status={data} />
    </>
  );
}

function focusBox(): void {
  document.querySelector<HTMLElement>("[data-box]")?.focus();
}
