import type { TestReport as Report } from "@khoj/contract";
import { Check, X } from "lucide-react";

/** Each step of a test with how it went: the first that failed is where to look. */
export function TestReport({ report }: { readonly report: Report }) {
  return (
    <div role="status" className="rounded-xl border border-line bg-surface px-4 py-3">
      <p className="mb-2 font-medium">{report.ok ? "It works." : "It does not work yet."}</p>
      <ol className="flex flex-col gap-1.5 text-[0.92rem]">
        {report.steps.map(({ step, ok, message }) => (
          <li key={step} className="flex items-start gap-2">
            {ok ? (
              <Check className="mt-1 size-4 shrink-0 text-good" aria-label="done" />
            ) : (
              <X className="mt-1 size-4 shrink-0 text-danger" aria-label="failed" />
            )}
            <span className="min-w-0 wrap-anywhere">
              <b className="font-semibold">{step}</b>: {message}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
