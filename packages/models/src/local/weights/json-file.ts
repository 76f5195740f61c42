import { KhojError } from "@khoj/contract";

/** What a file says as JSON; anything but an object is refused. */
export function readJsonObject(json: string, name: string): Record<string, unknown> {
  const value = tryParse(json, name);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw notJson(name);
}

function tryParse(json: string, name: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw notJson(name, cause);
  }
}

const notJson = (name: string, cause?: unknown): KhojError =>
  new KhojError("invalid", `${name} is not whole JSON. Fetch the file again.`, { cause });
