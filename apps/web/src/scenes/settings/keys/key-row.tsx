import type { AccountKey } from "@khoj/contract";
import { clsx } from "clsx";
import { Play, RefreshCw, Trash2 } from "lucide-react";
import { timeZone } from "../../../time-zone.ts";
import { IconButton } from "../../../ui/button.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { describeScopes } from "../../../ui/scope-names.ts";

export interface KeyRowProps {
  readonly apiKey: AccountKey;
  readonly onReplace: () => void;
  readonly onRevoke: () => void;
  readonly onResume: () => void;
}

/** What a key may do, how long, when and from where it was used last. */
export function KeyRow({ apiKey: key, onReplace, onRevoke, onResume }: KeyRowProps) {
  const ended = key.state === "revoked" || key.state === "expired";
  const tried = key.canary ? "tried" : "used";
  return (
    <li className={clsx("flex items-start gap-2 border-b border-line py-2.5", ended && "text-ink-soft")}>
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <bdi className="min-w-0 truncate font-medium" title={key.name}>
            {key.name}
          </bdi>
          <code className="text-[0.84rem] text-ink-faint">{key.shown}</code>
        </p>
        <p className="flex flex-wrap gap-x-3 text-[0.88rem] text-ink-faint">
          <span>{key.canary ? "canary" : describeScopes(key.scopes)}</span>
          {key.environment === "development" && <span>development</span>}
          {key.spaces !== null && (
            <span>{key.spaces.length === 1 ? "one space only" : `${key.spaces.length} spaces only`}</span>
          )}
          {key.networks !== null && <span>from {key.networks.join(", ")}</span>}
          <span>
            {ended ? "ended" : "until"} <Moment at={key.expires_at} zone={timeZone()} />
          </span>
          <span>
            {key.used_at === null ? (
              `never ${tried}`
            ) : (
              <>
                {tried} <Moment at={key.used_at} zone={timeZone()} />
                {key.used_from !== null && ` from ${key.used_from}`}
              </>
            )}
          </span>
        </p>
        {key.reason !== null && (
          <p className={clsx("text-[0.9rem]", key.state === "suspended" ? "text-danger" : ended ? "" : "text-warn")}>
            {key.state === "suspended" && "Suspended: "}
            {key.reason}
          </p>
        )}
      </div>
      {key.state === "suspended" && (
        <IconButton label={`Resume ${key.name}`} onClick={onResume}>
          <Play />
        </IconButton>
      )}
      {key.state !== "revoked" && !key.canary && (
        <IconButton label={`Replace ${key.name}`} onClick={onReplace}>
          <RefreshCw />
        </IconButton>
      )}
      {key.state !== "revoked" && (
        <IconButton label={`Revoke ${key.name}`} onClick={onRevoke}>
          <Trash2 />
        </IconButton>
      )}
    </li>
  );
}
