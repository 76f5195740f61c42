import type { UserActionOutcomes } from "@khoj/contract";
import { X } from "lucide-react";
import { IconButton } from "../../ui/button.tsx";
import { CopyField } from "../copy-field.tsx";

/** What became of an act, above the list: links ready to be copied, refusals with their reason, the rest counted. */
export function UserOutcomes({
  outcomes,
  onClose,
}: {
  readonly outcomes: UserActionOutcomes["outcomes"];
  readonly onClose: () => void;
}) {
  const links = outcomes.filter(({ link }) => link !== null);
  const refused = outcomes.filter(({ done }) => !done);
  const done = outcomes.filter(({ done, link }) => done && link === null);
  return (
    <section
      aria-label="What happened"
      className="relative mx-4 my-3 flex flex-col gap-3 rounded-xl border border-line bg-surface p-4 pr-14 lg:mx-6"
    >
      <IconButton label="Close what happened" className="absolute top-2 right-2" onClick={onClose}>
        <X />
      </IconButton>
      <div role="status" className="flex flex-col gap-3">
        {links.map(({ user, email, link, message }) => (
          <div key={user} className="min-w-0">
            <p className="mb-1 text-[0.92rem]">{message}</p>
            <CopyField label={`link for ${email ?? user}`} value={link ?? ""} />
          </div>
        ))}
        {done.length > 0 && done.length <= 3 && done.map(({ user, message }) => <p key={user}>{message}</p>)}
        {done.length > 3 && <p>Done for {done.length} people.</p>}
        {refused.length > 0 && (
          <ul className="flex flex-col gap-1 text-[0.92rem] text-danger">
            {refused.map(({ user, email, message }) => (
              <li key={user}>
                <b className="font-semibold">{email ?? user}</b>: {message}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
