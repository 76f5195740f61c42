import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const namesFound = async (query: string): Promise<string[]> =>
  (await server.get(`/api/search?q=${encodeURIComponent(query)}&n=10`))
    .json()
    .map((hit: { additional: { file: string } }) => hit.additional.file);

describe("uploading", () => {
  it("answers with the names and finds the text at once", async () => {
    const answer = await server.upload([{ name: "notes/light.md", content: "# Light\nPuffins at dusk.\n" }]);
    expect([answer.status, answer.text]).toEqual([200, "notes/light.md"]);
    expect(await namesFound("puffins")).toEqual(["notes/light.md"]);
  });
});
