import type { ReactNode } from "react";
import { IconButton } from "../../ui/button.tsx";
import { saveFile } from "../../ui/save-file.ts";

export interface SaveAsProps {
  readonly fileName: string;
  readonly text: string;
  readonly label: string;
  readonly children: ReactNode;
}

/** A button that saves text the page already has as a file of the reader's. */
export function SaveAs({ fileName, text, label, children }: SaveAsProps) {
  return (
    <IconButton label={label} onClick={() => saveFile(fileName, text)}>
      {children}
    </IconButton>
  );
}
