import type { MadeClient } from "@khoj/contract";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Problem } from "../../ui/problem.tsx";
import { scopeNames } from "../../ui/scope-names.ts";
import { TextField } from "../../ui/text-field.tsx";
import { useAct } from "../../ui/use-act.ts";
import { admin } from "../admin.ts";

export interface AddClientProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onMade: (client: MadeClient) => void;
}

const scopes = (["read", "write", "chat", "automate"] as const).map(
  (scope) => [scope, scopeNames[scope].long] as const,
);

export function AddClient({ open, onClose, onMade }: AddClientProps) {
  const [name, setName] = useState("");
  const [may, setMay] = useState<readonly string[]>(["read", "chat"]);
  const { act, busy, problem } = useAct();
  const queries = useQueryClient();
  const add = (event: FormEvent): void => {
    event.preventDefault();
    void act(async () => {
      onMade(await admin.makeClient({ name, scopes: may }));
      await queries.invalidateQueries({ queryKey: ["admin"] });
      setName("");
      onClose();
    });
  };
  return (
    <Dialog title="Add a client application" open={open} onClose={onClose}>
      <form onSubmit={add} className="flex flex-col gap-4">
        <TextField
          label="Name"
          required
          maxLength={100}
          autoFocus
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-medium">For its people it may</legend>
          {scopes.map(([scope, label]) => (
            <label key={scope} className="flex items-center gap-2">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={may.includes(scope)}
                onChange={(event) =>
                  setMay(event.target.checked ? [...may, scope] : may.filter((other) => other !== scope))
                }
              />
              {label}
            </label>
          ))}
        </fieldset>
        <Problem>{problem}</Problem>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="strong" type="submit" disabled={busy || may.length === 0}>
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
