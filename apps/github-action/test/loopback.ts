import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** An HTTP server of a test, on a free port; gone at the end of its block. */
export interface Loopback extends AsyncDisposable {
  readonly url: string;
  /** "METHOD path authorization" of each request. */
  readonly asked: readonly string[];
  /** What was posted, parsed. */
  readonly posted: readonly unknown[];
}

/** Answers every request with what `answer` makes of its path. */
export async function loopback(
  answer: (path: string) => { readonly status?: number; readonly body: string },
): Promise<Loopback> {
  const asked: string[] = [];
  const posted: unknown[] = [];
  const server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? "without a token"}`);
    const sent = await text(request);
    if (sent !== "") posted.push(JSON.parse(sent));
    const { status = 200, body } = answer(request.url ?? "/");
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    posted,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
