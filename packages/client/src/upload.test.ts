import { expect, test } from "vitest";
import { khojClient } from "./index.ts";

test("sends files again to the space that was named, when what a refusal needed was given", async () => {
  const asked: string[] = [];
  const client = khojClient({
    baseUrl: "http://localhost",
    client: "web",
    onRefusal: async () => true,
    sendForm: async ({ url }) => {
      asked.push(url);
      return asked.length === 1 ? { status: 403, text: '{"needs":"elevation"}' } : { status: 200, text: "a.md" };
    },
  });
  await client.upload.send([{ name: "a.md", content: new Blob(["a"]) }], { space: "shared" });
  const address = "http://localhost/api/content?client=web&space=shared";
  expect(asked).toEqual([address, address]);
});
