import { KhojError, type TestReport } from "@khoj/contract";

/** What goes out: one mail, ready for any way. */
export interface OutgoingMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export type Step = TestReport["steps"][number];

/** Notes each step of a delivery; `fail` ends it. */
export class StepLog {
  readonly steps: Step[] = [];

  done(step: string, message: string): void {
    this.steps.push({ step, ok: true, message });
  }

  fail(step: string, message: string): DeliveryFailed {
    this.steps.push({ step, ok: false, message });
    return new DeliveryFailed(message);
  }
}

/** The mail did not go out; the message says why and what to do. */
export class DeliveryFailed extends KhojError {
  constructor(message: string) {
    super("unavailable", message);
  }
}
