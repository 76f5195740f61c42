import { KhojError, queryInt } from "@khoj/contract";
import { z } from "zod";
import { del, get, put, type Route } from "../platform/http/route.ts";

const MemoryId = z.object({ memory_id: queryInt() });

/** Nothing is remembered from chats yet, so no memory is ever found. */
export const memoryRoutes = (): Route[] => [
  get("/api/memories", { allow: "read", answer: z.array(z.unknown()) }, () => []),
  del("/api/memories/:memory_id", { allow: "write", params: MemoryId, errors: "error" }, unknownMemory),
  put(
    "/api/memories/:memory_id",
    { allow: "write", params: MemoryId, body: z.object({ raw: z.string() }), errors: "error" },
    unknownMemory,
  ),
];

function unknownMemory(): never {
  throw new KhojError("not_found", "Memory not found");
}
