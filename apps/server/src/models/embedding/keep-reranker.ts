import { KhojError } from "@khoj/contract";
import {
  findEntry,
  type LocalReranker,
  listInstalled,
  openLocalReranker,
  type Reranker,
  signOf,
  signOfBuilt,
  verifyInstalled,
} from "@khoj/models";
import type { Logger } from "../../platform/log.ts";

export interface KeptReranker {
  /** The cross-encoder that somebody added; undefined while there is none, or it is being opened. Waits for nothing. */
  reranker(): Reranker | undefined;
  stop(): Promise<void>;
}

/** Milliseconds between looks at the folder of models. */
const lookEvery = 5_000;

/** Opens the first installed cross-encoder when it is first wanted, and holds it to its hashes whenever its files change. */
export function keepReranker(models: string, log: Logger): KeptReranker {
  let opened: LocalReranker | undefined;
  let seen = "";
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> = Promise.resolve();
  let isStopped = false;

  const look = async (): Promise<void> => {
    const installed = (await listInstalled(models)).find(({ purpose }) => purpose === "rerank");
    const sign = installed === undefined ? "" : `${installed.name}\n${await signOf(installed)}\n`;
    const built = installed === undefined ? "" : await signOfBuilt(installed);
    if (sign + built === seen || isStopped) return;
    seen = sign + built;
    await opened?.close();
    opened = undefined;
    if (installed === undefined) return;
    await verifyInstalled(installed);
    const { folder, name } = installed;
    const made = await openLocalReranker({ folder, name: findEntry(name)?.name ?? name, numbers: "int8" });
    seen = sign + (await signOfBuilt(installed));
    if (isStopped) await made.close();
    else opened = made;
  };
  return {
    reranker() {
      if (performance.now() - lookedAt > lookEvery) {
        lookedAt = performance.now();
        looking = looking.then(look).catch((error: unknown) => {
          const why = error instanceof KhojError ? error.message : "it cannot be opened";
          log.warn({ error }, `The cross-encoder does not rank: ${why}`);
        });
      }
      return opened;
    },
    async stop() {
      isStopped = true;
      await looking;
      await opened?.close();
    },
  };
}
