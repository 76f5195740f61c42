import { type FSWatcher, watch } from "node:fs";
import { statfs } from "node:fs/promises";
import { type BytePath, joinBytes } from "./entry-name.ts";
import { keyOf } from "./snapshot.ts";

/** Why events cannot be had, in words that say what to do. */
export type WatchTrouble = string;

/** Tells of changes in any number of folders, one watch each. */
export interface FolderWatch {
  /** `identity` tells a folder from another that came to stand at the same path. */
  add(folder: BytePath, identity: string): void;
  remove(folder: BytePath): void;
  close(): void;
}

/** `onChange` is given the path of what changed; of the folder itself where the system does not say which entry. */
export function openFolderWatch(
  root: BytePath,
  onChange: (path: BytePath) => void,
  onTrouble: (trouble: WatchTrouble) => void,
): FolderWatch {
  const watchers = new Map<string, FSWatcher & { of?: string }>();
  const drop = (folder: BytePath): void => {
    watchers.get(keyOf(folder))?.close();
    watchers.delete(keyOf(folder));
  };
  return {
    add(folder, identity) {
      const before = watchers.get(keyOf(folder));
      if (before?.of === identity) return;
      if (before) drop(folder);
      try {
        const watcher = watch(joinBytes(root, folder), { encoding: "buffer", persistent: false }, (_event, name) => {
          onChange(name === null ? folder : joinBytes(folder, name));
        });
        // The folder went away: whoever looks finds that out.
        watcher.on("error", () => {
          drop(folder);
          onChange(folder);
        });
        watchers.set(keyOf(folder), Object.assign(watcher, { of: identity }));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // Besides what went away: what nobody here may look into. Nothing in it can change for us; its parent tells the rest.
        if (code === "ENOENT" || code === "ENOTDIR" || code === "EACCES") return;
        onTrouble(explain(code));
      }
    },
    remove: drop,
    close() {
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

const explain = (code: string | undefined): WatchTrouble =>
  code === "ENOSPC" || code === "EMFILE"
    ? "the system has no watches left; raise the limit: sudo sysctl fs.inotify.max_user_watches=1048576 fs.inotify.max_user_instances=1024"
    : `the system gives no events for this folder (${code ?? "unknown"})`;

/** File systems whose changes on other machines raise no event here: NFS, SMB, CIFS, 9P, FUSE, AFS, Ceph, vboxsf. */
const remote = new Set([
  0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x01021997, 0x65735546, 0x5346414f, 0x00c36400, 0x786f4256,
]);

/** Says why events will not come from this folder; undefined when they will. */
export async function whyNoEvents(root: BytePath): Promise<WatchTrouble | undefined> {
  const { type } = await statfs(root);
  return remote.has(type) ? "a network folder: changes made on other machines raise no event here" : undefined;
}
