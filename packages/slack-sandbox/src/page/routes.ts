import type { ServerResponse } from "node:http";
import { z } from "zod";
import type { Dispatch } from "../deliver/dispatch.ts";
import type { Transport } from "../deliver/transport.ts";
import { parseJson } from "../json.ts";
import type { PageRoutes } from "../server.ts";
import type { PullRequests } from "../settings.ts";
import { readBytes } from "../web-api/body.ts";
import type { World } from "../world.ts";
import { actSchema, carryOut } from "./act.ts";
import { bundlePage, type PageFile, pageFile } from "./bundle.ts";
import { messagesSnapshot, viewSnapshot, workspaceSnapshot } from "./snapshot.ts";

const diffSchema = z.strictObject({ diff: z.string().max(1_000_000) });

/** Nothing but what this server itself sends, and no markup or style from outside. */
const securityHeaders = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** The page's own routes: markup, script, state, events and acts. */
export function pageRoutes(world: World, dispatch: Dispatch, transport: Transport): PageRoutes {
  let script: Promise<PageFile> | undefined;
  return async (request, response, url) => {
    const isOurs = url.pathname === "/" || url.pathname.startsWith("/page/");
    if (!isOurs) return false;
    // Another site's page may reach a loopback port through the browser; it cannot forge these two headers.
    const { host, origin } = request.headers;
    if (
      !/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? "") ||
      (origin !== undefined && new URL(origin).host !== host)
    ) {
      send(response, 403, { type: "text/plain", content: "this page answers its own machine only" });
      return true;
    }
    const user = url.searchParams.get("user") ?? "";
    switch (`${request.method ?? ""} ${url.pathname}`) {
      case "GET /":
        send(response, 200, await pageFile("index.html"));
        return true;
      case "GET /page/style.css":
        send(response, 200, await pageFile("style.css"));
        return true;
      case "GET /page/main.js":
        send(response, 200, await (script ??= bundlePage()));
        return true;
      case "GET /page/workspace":
        sendJson(
          response,
          workspaceSnapshot(world, user, world.settings.appUrl !== undefined || transport.connected > 0),
        );
        return true;
      case "GET /page/messages":
        sendJson(response, messagesSnapshot(world, user, url.searchParams.get("channel") ?? ""));
        return true;
      case "GET /page/modal":
        sendJson(response, viewSnapshot(world, world.workspace.views.top(user)));
        return true;
      case "GET /page/home":
        sendJson(response, viewSnapshot(world, world.workspace.views.home(user)));
        return true;
      case "GET /page/events":
        streamEvents(world, response);
        return true;
      case "GET /page/pull-requests":
        sendJson(response, world.settings.pullRequests?.samples ?? null);
        return true;
      case "POST /page/pull-request": {
        const body = await readBytes(request);
        const asked = diffSchema.safeParse(parseJson(body?.toString("utf8") ?? ""));
        const { pullRequests } = world.settings;
        if (!request.headers["content-type"]?.startsWith("application/json") || !asked.success || !pullRequests) {
          send(response, 400, { type: "text/plain", content: "not a diff of at most a megabyte" });
          return true;
        }
        sendJson(response, await estimate(pullRequests, asked.data.diff));
        return true;
      }
      case "POST /page/act": {
        const body = await readBytes(request);
        const act = actSchema.safeParse(parseJson(body?.toString("utf8") ?? ""));
        if (!request.headers["content-type"]?.startsWith("application/json") || !act.success) {
          send(response, 400, { type: "text/plain", content: "not an act this page knows" });
          return true;
        }
        sendJson(response, await carryOut(world, dispatch, act.data));
        return true;
      }
      default:
        return false;
    }
  };
}

/** A diff that cannot be read is told to whoever pasted it. */
async function estimate(pullRequests: PullRequests, diff: string): Promise<unknown> {
  try {
    return await pullRequests.estimate(diff);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function send(response: ServerResponse, status: number, file: PageFile): void {
  response.writeHead(status, { ...securityHeaders, "content-type": file.type });
  response.end(file.content);
}

function sendJson(response: ServerResponse, value: unknown): void {
  send(response, 200, { type: "application/json; charset=utf-8", content: JSON.stringify(value) });
}

/** Every change as a server-sent event, until the browser goes. */
function streamEvents(world: World, response: ServerResponse): void {
  response.writeHead(200, { ...securityHeaders, "content-type": "text/event-stream; charset=utf-8" });
  response.write("retry: 1000\n\n");
  const stop = world.feed.listen((change) => response.write(`data: ${JSON.stringify(change)}\n\n`));
  response.on("close", stop);
}
