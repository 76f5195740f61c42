import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDownloads } from "./open-downloads.ts";
import { openEgress } from "./open-egress.ts";
import { openStreamingEgress } from "./open-streaming-egress.ts";
import { type Lookup, refusePlace } from "./refused-places.ts";

const server = createServer((_request, response) => response.end("here"));
let port: number;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Names are at these addresses, one list for each time somebody asks; the last stays. */
function names(...lists: readonly (readonly string[])[]): Lookup {
  let asked = 0;
  return (_hostname, _options, callback) => {
    const addresses = lists[Math.min(asked++, lists.length - 1)] ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
}
const ways = [
  ["whole answers", (lookup: Lookup) => openEgress({ mayReach: () => true, lookup })],
  [
    "answers piece by piece",
    (lookup: Lookup) => openStreamingEgress({ mayReach: () => true, patience: 5000, silence: 5000, lookup }),
  ],
] as const;

describe("an address that is never asked", () => {
  it.each([
    "http://169.254.169.254/latest",
    "http://169.254.0.1/",
    "http://0xA9FEA9FE/",
    "http://2852039166/",
    "http://0251.0376.0251.0376/",
    "http://169.254.43518/",
    "http://１６９.254.169.254/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::169.254.169.254]/",
    "http://[64:ff9b::169.254.169.254]/",
    "http://[2002:a9fe:a9fe::1]/",
    "http://[fe80::1]/",
    "http://[febf::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fd20:ce::254]/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://0.0.0.0:11434/",
    "http://0/",
    "http://[::]/",
    "http://255.255.255.255/",
    "http://224.0.0.1/",
    "http://[ff02::1]/",
  ])("is %s, whoever named it", async (address) => {
    expect(() => refusePlace(new URL(address))).toThrow("never asked");
    for (const [, open] of ways)
      await expect(open(names(["127.0.0.1"]))(address)).rejects.toMatchObject({ code: "forbidden" });
    await expect(openDownloads({ places: [address] })(new URL(address))).rejects.toMatchObject({ code: "forbidden" });
  });

  it.each([
    "http://localhost:11434/v1",
    "http://127.0.0.1/",
    "http://[::1]/",
    "http://10.0.0.7/",
    "http://192.168.1.7/",
    "http://172.16.0.7/",
    "http://[fd12:3456::7]/",
    "http://100.64.0.7/",
    "https://api.openai.com/v1",
    "http://[64:ff9b::8.8.8.8]/",
  ])("is not %s, where models run", (address) => {
    expect(() => refusePlace(new URL(address))).not.toThrow();
  });
});

describe.each(ways)("a name, asked for %s", (_what, open) => {
  const ask = (lookup: Lookup) => open(lookup)(`http://models.example:${port}/`);

  it("is reached where it is looked up to be", async () => {
    expect(await (await ask(names(["127.0.0.1"]))).text()).toBe("here");
  });

  it.each([
    ["of a cloud's own service", ["169.254.169.254"]],
    ["that is link-local", ["fe80::1%eth0"]],
    ["of no machine", ["0.0.0.0"]],
    ["in the clothes of another", ["::ffff:169.254.169.254"]],
    ["among good ones", ["127.0.0.1", "169.254.169.254"]],
  ])("is refused at an address %s", async (_which, addresses) => {
    await expect(ask(names(addresses))).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("models.example is at an address that is never asked"),
    });
  });

  it("is looked up once for a connection: what it becomes in between is never connected to", async () => {
    const changing = names(["127.0.0.1"], ["169.254.169.254"]);
    const asked = open(changing);
    expect(await (await asked(`http://models.example:${port}/`)).text()).toBe("here");
    await expect(asked(`http://second.example:${port}/`)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("that is nowhere is said to be nowhere", async () => {
    await expect(ask(names([]))).rejects.toMatchObject({ message: expect.stringContaining("there is no such name") });
  });
});
