import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { khoj } from "../../khoj.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";

/** Says what sharing shows before it is done; the address can be taken back. */
export function ShareDialog({
  id,
  open,
  onClose,
}: {
  readonly id: string;
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const [url, setUrl] = useState("");
  const [copied, setCopied] = useState(false);
  const [references, setReferences] = useState(false);
  const [problem, setProblem] = useState("");
  const attempt = async (step: () => Promise<void>): Promise<void> => {
    setProblem("");
    await step().catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  };
  const share = () => attempt(async () => setUrl(await khoj.chat.share(id, { references })));
  const unshare = () =>
    attempt(async () => {
      await khoj.chat.unshare(slugOf(url));
      setUrl("");
    });
  const copy = () =>
    attempt(async () => {
      await navigator.clipboard.writeText(url);
      setCopied(true);
    });
  return (
    <Dialog title="Share this conversation" open={open} onClose={onClose}>
      <p className="text-ink-soft">
        Everybody who can reach this server and has the address sees the questions and answers as they are now. Later
        turns are not added.
      </p>
      {url === "" ? (
        <>
          <label className="mt-4 flex items-center gap-2.5">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={references}
              onChange={(event) => setReferences(event.target.checked)}
            />
            With the passages of your notes the answers rest on
          </label>
          <Button look="strong" className="mt-4" onClick={() => void share()}>
            Make an address
          </Button>
        </>
      ) : (
        <div className="mt-4 flex flex-wrap gap-2">
          <input
            readOnly
            aria-label="Address"
            value={url}
            className="field min-w-0 flex-1"
            onFocus={(event) => event.target.select()}
          />
          <Button icon={copied ? <Check aria-hidden /> : <Copy aria-hidden />} onClick={() => void copy()}>
            {copied ? "Copied" : "Copy"}
          </Button>
          <Button look="danger" onClick={() => void unshare()}>
            Take it back
          </Button>
        </div>
      )}
      {problem !== "" && (
        <p role="alert" className="mt-3 text-danger">
          {problem}
        </p>
      )}
    </Dialog>
  );
}

const slugOf = (url: string): string => url.replace(/\/+$/, "").split("/").at(-1) ?? "";
