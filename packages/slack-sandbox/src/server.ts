import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { respond } from "./deliver/answer.ts";
import { isJsonObject, parseJson } from "./json.ts";
import { readArguments, readBytes, uploadedBytes } from "./web-api/body.ts";
import { answerCall, type Reply } from "./web-api/call.ts";
import type { World } from "./world.ts";

/** Serves what is not Slack's own: the page. @returns true when it took the request */
export type PageRoutes = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>;

/** The HTTP side: `/api/<method>`, `/response/<id>`, `/upload/<file>`, `/files/<file>`, and the page. */
export function createSandboxServer(world: World, page: PageRoutes): Server {
  return createServer((request, response) => {
    handle(world, page, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end(`sandbox: ${error instanceof Error ? error.message : String(error)}`);
    });
  });
}

async function handle(
  world: World,
  page: PageRoutes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", world.baseUrl);
  const [, area = "", name = ""] = url.pathname.split("/");
  if (area === "api") return call(world, name, request, response, url);
  if (area === "response") return responseUrl(world, name, request, response);
  if (area === "upload") return upload(world, name, request, response);
  if (area === "files") return download(world, name, response);
  if (await page(request, response, url)) return;
  response.writeHead(404, { "content-type": "text/plain" });
  response.end("not found");
}

async function call(
  world: World,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const body = await readBytes(request);
  if (!body) return send(response, { kind: "text", status: 413, body: "request too large" });
  const args = await readArguments(method, request, body, url.searchParams);
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  const { reply, delayMs } = answerCall(world, method, args, bearer);
  if (delayMs > 0) await delay(delayMs);
  send(response, reply);
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply.kind === "dropped") {
    response.socket?.destroy();
    return;
  }
  if (reply.kind === "text") {
    response.writeHead(reply.status, { "content-type": "text/plain" });
    response.end(reply.body);
    return;
  }
  response.writeHead(reply.status, { "content-type": "application/json; charset=utf-8", ...reply.headers });
  response.end(JSON.stringify(reply.body));
}

/** A used-up or expired URL answers 404 with `used_url` or `expired_url`, as apps have reported; Slack documents the limits, not the answer. */
async function responseUrl(
  world: World,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBytes(request);
  const said = parseJson(body?.toString("utf8") ?? "");
  const fault = world.faults.take("response_url", {});
  if (fault?.kind === "dropped_before") return send(response, { kind: "dropped" });
  if (fault?.kind === "http")
    return send(response, { kind: "text", status: fault.status, body: "sandbox: planned HTTP fault" });
  if (!isJsonObject(said)) return send(response, { kind: "text", status: 400, body: "invalid_payload" });
  const use = world.responseUrls.use(id);
  if (use.kind === "error")
    return send(response, { kind: "json", status: 404, body: { ok: false, error: use.error }, headers: {} });
  const error = fault?.kind === "error" ? fault.error : respond(world, use.target, said);
  world.calls.push({
    method: "response_url",
    arguments: said,
    at: world.clock.now(),
    status: error === undefined ? 200 : 400,
    response: undefined,
  });
  world.feed.tell({ kind: "call", method: "response_url", ok: error === undefined });
  if (fault?.kind === "dropped_after") return send(response, { kind: "dropped" });
  if (error !== undefined)
    return send(response, { kind: "json", status: 400, body: { ok: false, error }, headers: {} });
  send(response, { kind: "text", status: 200, body: "ok" });
}

async function upload(world: World, id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBytes(request);
  const file = world.workspace.files.get(id);
  if (!file || !body) return send(response, { kind: "text", status: 404, body: "no such upload" });
  const bytes = await uploadedBytes(body, request.headers["content-type"] ?? "");
  world.workspace.files.receive(file, bytes);
  send(response, { kind: "text", status: 200, body: `OK - ${bytes.length}` });
}

function download(world: World, id: string, response: ServerResponse): void {
  const file = world.workspace.files.get(id);
  if (!file?.content || !file.complete) return send(response, { kind: "text", status: 404, body: "no such file" });
  const name = encodeURIComponent(file.name);
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename*=UTF-8''${name}`,
    "x-content-type-options": "nosniff",
  });
  response.end(file.content);
}
