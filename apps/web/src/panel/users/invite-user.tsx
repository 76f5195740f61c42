import type { UserActionOutcomes } from "@khoj/contract";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Choice } from "../../ui/choice.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Problem } from "../../ui/problem.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useAct } from "../../ui/use-act.ts";
import { admin } from "../admin.ts";

export interface InviteUserProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onMade: (outcomes: UserActionOutcomes["outcomes"]) => void;
}

/** Lets somebody in by a link that is handed over; no mail is needed. */
export function InviteUser({ open, onClose, onMade }: InviteUserProps) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<"user" | "admin">("user");
  const { act, busy, problem, setProblem } = useAct();
  const queries = useQueryClient();
  const close = (): void => {
    setProblem("");
    setEmail("");
    onClose();
  };
  const invite = (event: FormEvent): void => {
    event.preventDefault();
    void act(async () => {
      const { user, email: kept, link } = await admin.addUser({ email, role });
      const message = `${kept} is invited. Hand this link over: it works once, and lets them in.`;
      onMade([{ user, email: kept, done: true, link, message }]);
      await queries.invalidateQueries({ queryKey: ["admin"] });
      close();
    });
  };
  return (
    <Dialog title="Invite somebody" open={open} onClose={close}>
      <form onSubmit={invite} className="flex flex-col gap-4">
        <p className="text-ink-soft">You get a link to hand over in whatever way you like. No mail is sent.</p>
        <TextField
          label="E-mail address"
          type="email"
          required
          autoFocus
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Choice
          name="Role"
          value={role}
          options={[
            ["user", "User"],
            ["admin", "Administrator"],
          ]}
          onChange={setRole}
        />
        <Problem>{problem}</Problem>
        <div className="flex justify-end gap-2">
          <Button onClick={close}>Cancel</Button>
          <Button look="strong" type="submit" disabled={busy}>
            Make the link
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
