import type { MadeKey } from "@khoj/contract";
import { useEffect, useRef } from "react";
import { Button } from "../../../ui/button.tsx";
import { CopyField } from "../../../ui/copy-field.tsx";
import { QrCode } from "../../../ui/qr-code.tsx";

/** The one time a key is shown: to copy, or to take to a phone. */
export function MadeKeyCard({ made, onClose }: { readonly made: MadeKey; readonly onClose: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const address = window.location.origin;
  return (
    <section aria-label={`New key ${made.name}`} className="rounded-xl border border-line bg-surface p-4">
      <h3 ref={heading} tabIndex={-1} className="font-semibold outline-none">
        {made.name}
      </h3>
      <p className="text-ink-soft">
        {made.canary
          ? "The key is shown this once. Put it where a thief would look: a backup, a configuration file, a note of another system."
          : "The key is shown this once. Put it where it is used, now; a lost one is replaced."}
      </p>
      <div className="mt-3 flex flex-wrap gap-5">
        <div className="flex min-w-0 flex-[1_1_18rem] flex-col gap-3">
          <CopyField label="Key" value={made.key} />
          <CopyField label="Address of this server" value={address} />
        </div>
        {!made.canary && (
          <figure className="flex flex-col gap-1">
            <QrCode label="QR code of the address and the key" text={`${address}\n${made.key}`} />
            <figcaption className="text-[0.88rem] text-ink-faint">Address and key, for a phone</figcaption>
          </figure>
        )}
      </div>
      <Button className="mt-3" onClick={onClose}>
        I have put it in its place
      </Button>
    </section>
  );
}
