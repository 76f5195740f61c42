import { Button } from "../ui/button.tsx";

export interface NotReadProps {
  readonly what: string;
  readonly error: Error | null;
  readonly onRetry: () => void;
}

/** What stands in place of a part that could not be read, or is on its way. */
export function NotRead({ what, error, onRetry }: NotReadProps) {
  if (error === null)
    return (
      <p role="status" className="min-h-20 text-ink-soft">
        Reading the {what}…
      </p>
    );
  return (
    <div role="alert" className="flex flex-col items-start gap-2 text-ink-soft">
      <h3 className="font-medium text-ink">The {what} could not be read</h3>
      <p>{error.message}</p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}
