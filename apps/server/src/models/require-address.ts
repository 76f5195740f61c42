import { KhojError } from "@khoj/contract";

/** An address that somebody names for models, as they wrote it: of the web, and without anybody's name in it. */
export function requireAddress(given: string): string {
  const { protocol, username, password } = new URL(given);
  if (protocol !== "http:" && protocol !== "https:")
    throw new KhojError("invalid", "The address of a model begins with http:// or https://");
  if (username !== "" || password !== "")
    throw new KhojError("invalid", "The address of a model carries no user and password; give the key apart");
  return given;
}
