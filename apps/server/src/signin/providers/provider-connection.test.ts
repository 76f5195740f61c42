import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { askProvider, isLoopback } from "./provider-connection.ts";

it("only a provider of this computer goes without TLS, whatever its address looks like", () => {
  for (const issuer of ["http://localhost", "http://localhost:9/realm", "http://127.0.0.1:9", "http://[::1]:9/"])
    expect(isLoopback(issuer), issuer).toBe(true);
  for (const issuer of ["http://localhost:x@idp.example", "http://localhost.idp.example", "https://localhost", "none"])
    expect(isLoopback(issuer), issuer).toBe(false);
});

it("the keys of a provider that has TLS are not fetched without it", async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked++;
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const keys = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  await expect(askProvider("https://idp.example", { jwks_uri: keys })(keys)).rejects.toThrow("nothing was sent");
  expect(asked).toBe(0);
  server.close();
});
