import { Outlet } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { DropAnywhere } from "../scenes/files/drop-anywhere.tsx";
import { UploadTray } from "../scenes/files/upload-tray.tsx";
import { Elevation } from "./elevation.tsx";
import { KeysDialog } from "./keys-dialog.tsx";
import { Notices } from "./notices.tsx";
import { Rail } from "./rail.tsx";

/** What stands around every scene, or around what is shown in place of one. */
export function Frame({ children }: { readonly children?: ReactNode }) {
  return (
    <div className="flex h-full flex-col lg:flex-row">
      <Rail />
      <main id="scene" className="relative min-h-0 min-w-0 flex-1">
        {children ?? <Outlet />}
      </main>
      <UploadTray />
      <Notices />
      <DropAnywhere />
      <KeysDialog />
      <Elevation />
    </div>
  );
}
