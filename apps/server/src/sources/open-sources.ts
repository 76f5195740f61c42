import path from "node:path";
import type { Room } from "../platform/room.ts";
import { manageFolders, type SourcesDeps } from "./manage-folders.ts";
import { routes } from "./routes.ts";
import type { RunningFolder } from "./run-folder.ts";

export interface SourcesOptions extends SourcesDeps {
  /** Folders named at the start, and the space they belong to. */
  readonly notes: { readonly spaceId: string; readonly paths: readonly string[] };
}

export interface SourcesRoom extends Room {
  /** A space is no more: its folders are watched no longer. */
  forgetSpace(spaceId: string): void;
}

export function openSources(options: SourcesOptions): SourcesRoom {
  const folders = manageFolders(options);
  options.ingest.rules.onChange((spaceId) => {
    for (const one of folders.running.values()) if (one.folder.spaceId === spaceId) one.lookAgain();
  });
  return {
    name: "sources",
    routes: routes(folders),
    async start() {
      await folders.start();
      const { spaceId, paths } = options.notes;
      for (const given of paths) {
        const isWatched = [...folders.running.values()].some((one) => one.folder.path === path.resolve(given));
        if (!isWatched) await folders.add(spaceId, path.resolve(given));
      }
    },
    stop: () => folders.stop(),
    forgetSpace: folders.forgetSpace,
    status: async () => describe([...folders.running.values()]),
  };
}

function describe(running: readonly RunningFolder[]) {
  const folders = running.map((one) => one.describe());
  return {
    facts: { folders: folders.length, files: folders.reduce((sum, folder) => sum + folder.files.done, 0) },
    warnings: folders.flatMap(({ path: where, reason }) => (reason === null ? [] : [`${where}: ${reason}`])),
  };
}
