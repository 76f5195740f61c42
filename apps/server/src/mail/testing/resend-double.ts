import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ResendDouble {
  readonly url: string;
  /** What was asked, with the key it was asked by. */
  readonly asked: { readonly path: string; readonly key: string; readonly body: Record<string, unknown> }[];
  /** How the next requests are answered; a mail that is taken unless told. */
  answer: (response: ServerResponse) => void;
  stop(): Promise<void>;
}

/** Speaks Resend's HTTP API over a socket, refusals included. */
export async function startResendDouble(): Promise<ResendDouble> {
  const asked: ResendDouble["asked"] = [];
  const double = {
    asked,
    answer: (response: ServerResponse) => answerJson(response, 200, { id: "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794" }),
  };
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      asked.push({
        path: `${request.method} ${request.url}`,
        key: request.headers.authorization ?? "",
        body: JSON.parse(Buffer.concat(pieces).toString("utf8") || "{}"),
      });
      double.answer(response);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return Object.assign(double, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
