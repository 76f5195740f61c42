import type { ReactNode } from "react";
import { IconButton } from "../../ui/button.tsx";

export interface SaveAsProps {
  readonly fileName: string;
  readonly text: string;
  readonly label: string;
  readonly children: ReactNode;
}

/** Saves text that the page already has as a file of the reader's. */
export function SaveAs({ fileName, text, label, children }: SaveAsProps) {
  return (
    <IconButton label={label} onClick={() => saveAs(fileName, text)}>
      {children}
    </IconButton>
  );
}

export function saveAs(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
