import type { InstanceStatus } from "@khoj/contract";
import type { OperationsDeps } from "./open-operations.ts";

export async function readInstanceStatus({ instance, parts }: OperationsDeps): Promise<InstanceStatus> {
  const { addresses, ...known } = instance;
  return {
    ...known,
    addresses: [...addresses()],
    pid: process.pid,
    node: process.versions.node,
    memory_mb: Math.round(process.memoryUsage.rss() / 1_048_576),
    parts: [...(await parts())],
  };
}
