import type { MadeClient } from "@khoj/contract";
import { X } from "lucide-react";
import { IconButton } from "../../ui/button.tsx";
import { CopyField } from "../copy-field.tsx";

/** The secret of an application that was just made: now, and never again. */
export function ShownOnce({ client, onClose }: { readonly client: MadeClient; readonly onClose: () => void }) {
  return (
    <section
      aria-label="New secret"
      className="relative mx-4 my-3 flex flex-col gap-3 rounded-xl border border-line bg-surface p-4 pr-14 lg:mx-6"
    >
      <IconButton label="Close the new secret" className="absolute top-2 right-2" onClick={onClose}>
        <X />
      </IconButton>
      <p role="status">
        <b className="font-semibold">{client.name}</b> is set up with these two. The secret is shown this once: copy it
        now.
      </p>
      <CopyField label="client_id" value={client.client_id} />
      <CopyField label="client_secret" value={client.client_secret} />
    </section>
  );
}
