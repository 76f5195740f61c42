import { Button, type ButtonProps } from "../ui/button.tsx";

/** An act on one row of a list: no taller than its line. */
export const RowButton = (props: ButtonProps) => (
  <Button look="quiet" className="min-h-7! py-0! whitespace-nowrap" {...props} />
);
