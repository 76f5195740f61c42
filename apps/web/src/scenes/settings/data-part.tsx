import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import { khoj } from "../../khoj.ts";
import { leaveSignedOut } from "../../shell/sign-in-again.ts";
import { useProfile } from "../../shell/use-profile.ts";
import { AskFirst } from "../../ui/ask-first.tsx";
import { Button } from "../../ui/button.tsx";
import { Group } from "../../ui/group.tsx";

/** What is theirs, to take away or to end. */
export function DataPart() {
  const profile = useProfile();
  const [deleting, setDeleting] = useState(false);
  const spaces = useQuery({ queryKey: ["spaces"], queryFn: ({ signal }) => khoj.spaces.list(signal) });
  if (profile == null) return null;
  const own = spaces.data?.find(({ kind }) => kind === "personal");
  const alone = spaces.data?.filter(
    ({ kind, members, role }) => kind === "shared" && members === 1 && role === "owner",
  );
  return (
    <>
      <Group title="Take it with you" text="Everything that is yours, in one archive any computer opens.">
        <p>Notes, chats, settings, spaces, keys without their secrets, and what was recorded about your account.</p>
        <a
          href={khoj.own.exportAddress()}
          download
          className="mt-3 inline-flex min-h-9 items-center gap-2 rounded-lg border border-edge bg-surface px-3 py-1 text-[0.94rem] font-medium hover:bg-hover"
        >
          <Download className="size-4" aria-hidden />
          Export everything
        </a>
      </Group>
      <Group title="Delete the account" text="At once and for good. Export first what you want to keep.">
        <Button look="danger" onClick={() => setDeleting(true)}>
          Delete my account
        </Button>
        <AskFirst
          title="Delete your account"
          open={deleting}
          onClose={() => setDeleting(false)}
          act="Delete everything that is mine"
          typed={profile.email}
          onAct={async () => {
            await khoj.own.deleteAccount();
            leaveSignedOut("account-deleted");
          }}
        >
          <p>These are erased at once, and nothing brings them back:</p>
          <ul className="list-disc pl-5">
            <li>
              your space{own === undefined ? "" : ` with ${own.documents.toLocaleString("en-GB")} files`}, and every
              chat
            </li>
            <li>your keys, devices and ways of signing in</li>
            {alone !== undefined && alone.length > 0 && (
              <li>spaces only you are in: {alone.map(({ name }) => name).join(", ")}</li>
            )}
          </ul>
          <p>Files of watched folders stay on disk. Notes in spaces with other people stay with them.</p>
        </AskFirst>
      </Group>
    </>
  );
}
