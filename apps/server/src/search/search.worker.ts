import { parentPort, workerData } from "node:worker_threads";
import { openPool } from "@khoj/db";
import { openLibrary } from "../library/index.ts";
import type { FromIndexThread, IndexThreadData, ToIndexThread } from "./index-messages.ts";
import { openIndexThread } from "./index-thread.ts";
import { openNearStore } from "./vectors/near-store.ts";

// The thread that owns the word index, so that neither building it nor searching it holds up the server's own thread.
const data = workerData as IndexThreadData;
const port = parentPort;
if (port === null) throw new Error("search.worker.ts runs as a thread of the server, never by itself");

const database = openPool(data.connection, { connections: data.nearVectors ? 6 : 2 });
const { changesSince, vectorsSince } = openLibrary(database);
const thread = await openIndexThread({
  changesSince,
  vectorsSince,
  nearStore: data.nearVectors && openNearStore(database, data.nearVectors),
  snapshotFile: data.snapshotFile,
  vectorsFile: data.vectorsFile,
  trustSnapshot: data.trustSnapshot,
  send: (message: FromIndexThread) => port.postMessage(message),
});
port.on("message", (message: ToIndexThread) => {
  if (message.kind !== "stop") return thread.take(message);
  void thread
    .stop()
    .then(() => database.close())
    .finally(() => port.close());
});
