import type { Json, JsonObject } from "../json.ts";
import { stringIn } from "../json.ts";
import { type Answer, fail, ok } from "./method.ts";

/**
 * One page of a list with Slack's cursor: docs.slack.dev/apis/web-api/pagination. The cursor is opaque to the app;
 * here it is the position, in base64 as Slack's look.
 */
export function pageOf(list: readonly Json[], key: string, args: JsonObject, extra: JsonObject = {}): Answer {
  const limit = typeof args["limit"] === "number" && args["limit"] > 0 ? Math.min(args["limit"], 1_000) : 100;
  const cursor = stringIn(args, "cursor") ?? "";
  const start =
    cursor === "" ? 0 : Number(/^next:(\d+)$/.exec(Buffer.from(cursor, "base64").toString())?.[1] ?? Number.NaN);
  if (Number.isNaN(start)) return fail("invalid_cursor");
  const end = start + limit;
  const next = end < list.length ? Buffer.from(`next:${end}`).toString("base64") : "";
  return ok({ [key]: list.slice(start, end), ...extra, response_metadata: { next_cursor: next } });
}
