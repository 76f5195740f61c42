import { connect, createServer, type Server } from "node:net";

/**
 * A door before the server that says of two requests what a browser says of our own page's: `GET /auth/magic?code=` and
 * `GET /auth/logout` act for that page only, and the kit, which is no browser, sends no such header.
 */
export async function openAsOwnPage(port: number): Promise<{ readonly url: string; close(): Promise<void> }> {
  const door = createServer((client) => {
    const server = connect(port, "127.0.0.1");
    client.once("data", (first) => {
      const text = first.toString("latin1");
      const isAsked = /^GET \/auth\/(?:magic\?code=|logout)/.test(text);
      const told = isAsked ? text.replace("\r\n", "\r\nSec-Fetch-Site: same-origin\r\n") : text;
      server.write(told, "latin1");
      client.pipe(server);
    });
    server.pipe(client);
    client.on("error", () => server.destroy());
    server.on("error", () => client.destroy());
    client.on("close", () => server.destroy());
    server.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(door)}`,
    close: () => new Promise((resolve) => door.close(() => resolve())),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
