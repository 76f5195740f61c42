import { useEffect } from "react";

/** Names the window after what it shows, so that tabs and history can be told apart. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined || title === "" ? "Khoj" : `${title} · Khoj`;
  }, [title]);
}
