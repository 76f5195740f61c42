import type { ReactNode } from "react";

/** A column of matters to set, as wide as it can be read. */
export const FormPage = ({ children }: { readonly children: ReactNode }) => (
  <div className="mx-auto flex w-full max-w-4xl flex-col px-4 pb-16 lg:px-6">{children}</div>
);
