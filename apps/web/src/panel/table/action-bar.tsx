import { useState } from "react";
import { Button } from "../../ui/button.tsx";

export interface ActionBarProps {
  readonly chosen: number;
  readonly actions: readonly { readonly action: string; readonly label: string }[];
  readonly busy: boolean;
  readonly onGo: (action: string) => void;
}

/** The action menu at the top of a list: what it says is done to all rows that are chosen. */
export function ActionBar({ chosen, actions, busy, onGo }: ActionBarProps) {
  const [action, setAction] = useState("");
  return (
    <div
      role="toolbar"
      aria-label="Actions"
      className="sticky top-0 z-10 flex h-13 items-center gap-2 border-b border-line bg-paper px-4 lg:px-6"
    >
      <select
        aria-label="Action"
        value={action}
        onChange={(event) => setAction(event.target.value)}
        className="field min-w-0 flex-1 text-[0.9rem] sm:max-w-64"
      >
        <option value="">Action…</option>
        {actions.map(({ action: value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <Button look="strong" disabled={action === "" || chosen === 0 || busy} onClick={() => onGo(action)}>
        {busy ? "Working…" : "Go"}
      </Button>
      <span role="status" className="text-[0.9rem] whitespace-nowrap text-ink-soft tabular-nums">
        {chosen} chosen
      </span>
    </div>
  );
}
