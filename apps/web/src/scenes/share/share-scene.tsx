import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import { useState } from "react";
import { khoj } from "../../khoj.ts";
import { Blank } from "../../ui/blank.tsx";
import { Button } from "../../ui/button.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { SharedTurns } from "./shared-turns.tsx";

/** A conversation somebody shared: to read, and to go on with as one's own copy. */
export function ShareScene() {
  const { slug = "" } = useParams({ strict: false }) as { readonly slug?: string };
  const navigate = useNavigate();
  const [problem, setProblem] = useState("");
  const { data, error } = useQuery({
    queryKey: ["shared", slug],
    queryFn: ({ signal }) => khoj.chat.sharedHistory(slug, signal),
  });
  useTitle(data?.slug);
  const fork = async (): Promise<void> => {
    try {
      const conversation = await khoj.chat.fork(slug);
      await navigate({ to: "/chat", search: { conversation } as never });
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : String(failure));
    }
  };
  if (error !== null)
    return <Blank title="There is no shared conversation at this address">It may have been taken back.</Blank>;
  if (data === undefined) return null;
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-5 px-4 py-6 lg:px-6">
        <header className="flex flex-wrap items-center gap-3">
          <div className="min-w-0 flex-1">
            <h1 className="text-xl font-semibold" dir="auto">
              {data.slug}
            </h1>
            <p className="text-[0.92rem] text-ink-faint">A shared conversation, as it was when it was shared.</p>
          </div>
          <Button icon={<MessagesSquare aria-hidden />} onClick={() => void fork()}>
            Go on with a copy
          </Button>
        </header>
        {problem !== "" && (
          <p role="alert" className="text-danger">
            {problem}
          </p>
        )}
        <SharedTurns messages={data.chat ?? []} />
      </div>
    </div>
  );
}
