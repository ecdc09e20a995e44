import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { RunrateError } from "@runrate/core";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { refuse } from "./reply.ts";
import type { Route } from "./route.ts";

/** Makes the one HTTP server: every address is a route. @throws RunrateError `route_twice` */
export function createHttpServer(routes: readonly Route[], log: Log, metrics: Metrics): Server {
  const byPath = new Map<string, Route>();
  for (const route of routes) {
    if (byPath.has(route.path)) throw new RunrateError("route_twice", `two routes answer ${route.path}`);
    byPath.set(route.path, route);
  }
  const server = createServer((request, response) => {
    const path = pathOf(request);
    const route = byPath.get(path);
    response.once("close", () =>
      metrics.requests.inc({ path: route?.path ?? "other", status: String(response.statusCode) }),
    );
    if (route === undefined) {
      refuse(response, { status: 404, code: "no_such_address", message: "nothing answers at this address" });
      return;
    }
    handle(route, request, response, log);
  });
  // A body that trickles in must not hold a connection for ever.
  server.requestTimeout = 60_000;
  return server;
}

function handle(route: Route, request: IncomingMessage, response: ServerResponse, log: Log): void {
  route.handle(request, response).catch((error: unknown) => {
    log.error({ err: error, path: route.path }, "a request failed");
    if (response.headersSent) response.destroy();
    else refuse(response, { status: 500, code: "internal", message: "the server failed" });
  });
}

function pathOf({ url = "/" }: IncomingMessage): string {
  const end = url.indexOf("?");
  return end < 0 ? url : url.slice(0, end);
}

/** Listens, and answers with the port. */
export async function listen(server: Server, port: number, host?: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new RunrateError("port_taken", `port ${port} is taken by another program`, {
              port,
              hint: "Set PORT to another port, or stop the other program.",
            })
          : error,
      );
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      resolve();
    });
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

/** Takes no more requests, lets those under way end, and cuts what is left after the time. */
export async function closeServer(server: Server, withinMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), withinMs);
  await closed;
  clearTimeout(timer);
}
