import { badRequest, KhojError } from "@khoj/contract";
import { refusePlace } from "../platform/egress/refused-places.ts";

/** An address that somebody names for models, as they wrote it: of the web, and without anybody's name in it. */
export function requireAddress(given: string): string {
  const address = new URL(given);
  const { protocol, username, password } = address;
  if (protocol !== "http:" && protocol !== "https:")
    throw new KhojError("invalid", "The address of a model begins with http:// or https://");
  if (username !== "" || password !== "")
    throw new KhojError("invalid", "The address of a model carries no user and password; give the key apart");
  try {
    refusePlace(address);
  } catch (cause) {
    throw badRequest(cause instanceof Error ? cause.message : "This address is never asked", { cause });
  }
  return given;
}
