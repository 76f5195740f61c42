import type { TotpOffer } from "@khoj/contract";
import { useRef, useState } from "react";
import { khoj } from "../../../khoj.ts";
import { Button } from "../../../ui/button.tsx";
import { CodeField } from "../../../ui/code-field.tsx";
import { CopyField } from "../../../ui/copy-field.tsx";
import { Problem } from "../../../ui/problem.tsx";
import { QrCode } from "../../../ui/qr-code.tsx";
import { useAct } from "../../../ui/use-act.ts";

/** An authenticator app: its seed to scan or type, in force once the app's first code is right. */
export function AddAuthenticator({
  look = "plain",
  onAdded,
}: {
  readonly look?: "plain" | "strong";
  /** With the recovery codes to save; none when they are saved already. */
  readonly onAdded: (codes: readonly string[]) => void;
}) {
  const [offer, setOffer] = useState<TotpOffer>();
  const { act, busy, problem } = useAct();
  if (offer !== undefined)
    return <ScanAndConfirm offer={offer} onAdded={onAdded} onCancel={() => setOffer(undefined)} />;
  return (
    <div className="flex flex-col gap-3">
      <Button
        look={look}
        className="self-start"
        disabled={busy}
        onClick={() => void act(async () => setOffer(await khoj.own.offerTotp()))}
      >
        Set up an authenticator app
      </Button>
      <Problem>{problem}</Problem>
    </div>
  );
}

function ScanAndConfirm({
  offer,
  onAdded,
  onCancel,
}: {
  readonly offer: TotpOffer;
  readonly onAdded: (codes: readonly string[]) => void;
  readonly onCancel: () => void;
}) {
  const [code, setCode] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const { act, busy, problem } = useAct();
  const confirm = async (digits: string): Promise<void> => {
    if (await act(async () => onAdded((await khoj.own.confirmTotp(digits)).codes))) return;
    setCode("");
    input.current?.focus();
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.length === 6) void confirm(code);
      }}
    >
      <p>
        Scan this with an authenticator app on your phone, or type the key into it. Is the app on this device?{" "}
        <a href={offer.uri} className="link">
          Open it with the key
        </a>
      </p>
      <QrCode label="QR code for the authenticator app" text={offer.uri} />
      <CopyField label="Key to type instead" value={offer.secret} />
      <CodeField
        label="Code the app shows now"
        input={input}
        value={code}
        invalid={problem !== ""}
        onChange={setCode}
        onComplete={(digits) => void confirm(digits)}
      />
      <Problem>{problem}</Problem>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="strong" disabled={busy || code.length < 6}>
          Switch it on
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Not now
        </Button>
      </div>
    </form>
  );
}
