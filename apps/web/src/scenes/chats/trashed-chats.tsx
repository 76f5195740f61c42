import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { khoj } from "../../khoj.ts";
import { timeZone } from "../../time-zone.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Moment } from "../../ui/moment.tsx";

/** Deleted conversations stay for seven days. */
export function TrashedChats() {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [emptying, setEmptying] = useState(false);
  const { data } = useQuery({ queryKey: ["chats", "trash"], queryFn: ({ signal }) => khoj.chat.trash(signal) });
  if (data === undefined || data.length === 0) return null;
  const change = (step: Promise<void>): void => {
    setEmptying(false);
    void step.finally(() => queries.invalidateQueries({ queryKey: ["chats"] }));
  };
  return (
    <>
      <Button look="quiet" icon={<Trash2 aria-hidden />} onClick={() => setOpen(true)}>
        Deleted ({data.length})
      </Button>
      <Dialog title="Deleted chats" open={open} onClose={() => setOpen(false)}>
        <p className="text-ink-soft">They are gone for good seven days after they were deleted.</p>
        <ul className="my-3 flex flex-col">
          {data.map(({ conversation_id, slug, deleted }) => (
            <li key={conversation_id} className="flex min-h-11 items-center gap-3 border-b border-line">
              <span className="min-w-0 flex-1 truncate">{slug}</span>
              <Moment at={deleted} zone={timeZone()} className="text-[0.88rem] text-ink-faint" />
              <Button look="quiet" onClick={() => change(khoj.chat.restore(conversation_id))}>
                Restore
              </Button>
            </li>
          ))}
        </ul>
        {emptying ? (
          <div className="flex flex-wrap items-center gap-2">
            <span>
              Delete {data.length === 1 ? "this chat" : `these ${data.length} chats`} for good? This cannot be undone.
            </span>
            <Button look="danger" onClick={() => change(khoj.chat.emptyTrash())}>
              Delete for good
            </Button>
            <Button look="quiet" onClick={() => setEmptying(false)}>
              Keep
            </Button>
          </div>
        ) : (
          <Button onClick={() => setEmptying(true)}>Delete all for good</Button>
        )}
      </Dialog>
    </>
  );
}
