import type { Server } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import { isJsonObject, type Json, type JsonObject, json, objectIn, parseJson, stringIn } from "../json.ts";
import type { World } from "../world.ts";
import { ackMs, type DeliveryKind, type DeliveryOptions, type Outcome } from "./delivery.ts";
import { signatureHeaders } from "./signature.ts";

/** Sends to the app: through an open Socket Mode connection if there is one, else as a signed HTTP request. */
export class Transport {
  readonly #world: World;
  readonly #sockets = new Set<WebSocket>();
  readonly #waiting = new Map<string, (response: Json | undefined) => void>();
  readonly #server = new WebSocketServer({ noServer: true });
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** Open Socket Mode connections. */
  get connected(): number {
    return this.#sockets.size;
  }

  /** Takes WebSocket connections at `/socket` of this server. */
  listen(server: Server): void {
    server.on("upgrade", (request, socket, head) => {
      if (!request.url?.startsWith("/socket?ticket=")) {
        socket.destroy();
        return;
      }
      this.#server.handleUpgrade(request, socket, head, (client) => this.#accept(client));
    });
    // The Socket Mode client gives a connection up that has not pinged for 30 s.
    this.#heartbeat = setInterval(() => this.#sockets.forEach((client) => client.ping()), 10_000);
    this.#heartbeat.unref();
  }

  /** Closes every Socket Mode connection as Slack does when it recycles one; the client is to come back. */
  refreshSockets(): void {
    for (const client of this.#sockets)
      client.send(JSON.stringify({ type: "disconnect", reason: "refresh_requested", debug_info: {} }));
  }

  /** Says goodbye to every connection, and breaks those that do not answer it. */
  async close(): Promise<void> {
    clearInterval(this.#heartbeat);
    const closing = [...this.#sockets].map((client) => {
      const closed = new Promise<void>((resolve) => client.once("close", () => resolve()));
      client.close(1001);
      const patience = setTimeout(() => client.terminate(), 250);
      return closed.finally(() => clearTimeout(patience));
    });
    await Promise.all(closing);
    this.#server.close();
  }

  send(kind: DeliveryKind, payload: JsonObject, options: DeliveryOptions): Promise<Outcome> {
    const [socket] = this.#sockets;
    return socket ? this.#sendBySocket(socket, kind, payload, options) : this.#sendByHttp(kind, payload, options);
  }

  #accept(client: WebSocket): void {
    client.on("message", (data) => {
      const message = parseJson(String(data));
      if (!isJsonObject(message)) return;
      const envelope = stringIn(message, "envelope_id") ?? "";
      const response = objectIn(message, "payload");
      this.#waiting.get(envelope)?.(response && Object.keys(response).length > 0 ? response : undefined);
    });
    client.on("close", () => {
      this.#sockets.delete(client);
      this.#world.feed.tell({ kind: "socket", connected: this.#sockets.size });
    });
    // A reset connection is closed right after; `close` does the rest.
    client.on("error", () => client.terminate());
    this.#sockets.add(client);
    const hello = {
      type: "hello",
      num_connections: this.#sockets.size,
      connection_info: { app_id: this.#world.workspace.app.id },
    };
    client.send(JSON.stringify(hello));
    this.#world.feed.tell({ kind: "socket", connected: this.#sockets.size });
  }

  #sendBySocket(
    socket: WebSocket,
    kind: DeliveryKind,
    payload: JsonObject,
    { retry }: DeliveryOptions,
  ): Promise<Outcome> {
    const envelope = this.#world.workspace.ids.next("E");
    // Taken in turn, as Slack spreads envelopes over an app's connections.
    this.#sockets.delete(socket);
    this.#sockets.add(socket);
    let closed = () => {};
    return this.#timed((settle) => {
      this.#waiting.set(envelope, (response) => settle({ kind: "acknowledged", response }));
      closed = () => settle({ kind: "unreachable", reason: "the Socket Mode connection closed" });
      socket.once("close", closed);
      socket.send(
        JSON.stringify(
          json({
            type: kind,
            envelope_id: envelope,
            payload,
            accepts_response_payload: kind !== "events_api",
            retry_attempt: kind === "events_api" ? (retry?.number ?? 0) : undefined,
            retry_reason: kind === "events_api" ? (retry?.reason ?? "") : undefined,
          }),
        ),
      );
    }).finally(() => {
      this.#waiting.delete(envelope);
      socket.off("close", closed);
    });
  }

  #sendByHttp(kind: DeliveryKind, payload: JsonObject, options: DeliveryOptions): Promise<Outcome> {
    const url = this.#world.settings.appUrl;
    if (url === undefined)
      return Promise.resolve({
        kind: "unreachable",
        reason: "no app is connected: pass appUrl, call connect(url), or start Socket Mode",
      });
    const body = encode(kind, payload);
    const seconds = Math.floor(Date.now() / 1_000) + (options.timestampOffsetSeconds ?? 0);
    const headers: Record<string, string> = {
      "content-type": kind === "events_api" ? "application/json" : "application/x-www-form-urlencoded",
      "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
      ...signatureHeaders(options.signingSecret ?? this.#world.settings.signingSecret, body, seconds),
      ...(options.retry
        ? { "x-slack-retry-num": String(options.retry.number), "x-slack-retry-reason": options.retry.reason }
        : {}),
    };
    return this.#timed((settle) => {
      fetch(url, { method: "POST", headers, body })
        .then(async (response) =>
          settle(
            response.ok
              ? { kind: "acknowledged", response: spoken(await response.text()) }
              : { kind: "refused", status: response.status },
          ),
        )
        .catch((error: unknown) =>
          settle({ kind: "unreachable", reason: error instanceof Error ? error.message : String(error) }),
        );
    });
  }

  #timed(send: (settle: (outcome: Outcome) => void) => void): Promise<Outcome> {
    return new Promise((resolve) => {
      const timer = this.#world.clock.after(ackMs, () => resolve({ kind: "operation_timeout" }));
      send((outcome) => {
        timer.cancel();
        resolve(outcome);
      });
    });
  }
}

function encode(kind: DeliveryKind, payload: JsonObject): string {
  if (kind === "events_api") return JSON.stringify(payload);
  if (kind === "interactive") return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return new URLSearchParams(
    Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
}

function spoken(text: string): Json | undefined {
  return text === "" ? undefined : (parseJson(text) ?? text);
}
