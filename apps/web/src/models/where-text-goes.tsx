import { ExternalLink, Monitor } from "lucide-react";

/** Whether text leaves the machine for this, and to whom: said where it is set up and where it is chosen. */
export function WhereTextGoes({ host, what }: { readonly host: string | null; readonly what: string }) {
  return host === null ? (
    <p className={line}>
      <Monitor className="text-good" aria-hidden />
      <span>Nothing leaves this machine.</span>
    </p>
  ) : (
    <p className={line}>
      <ExternalLink className="text-warn" aria-hidden />
      <span>
        {what} leave this machine: they are sent to <bdi className="font-medium wrap-anywhere">{host}</bdi>.
      </span>
    </p>
  );
}

const line = "flex items-start gap-2 text-[0.92rem] text-ink-soft [&_svg]:mt-1 [&_svg]:size-4 [&_svg]:shrink-0";
