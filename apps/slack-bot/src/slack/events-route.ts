import type { IncomingMessage } from "node:http";
import { defaultBodyLimit, type HTTPReceiver, isValidSlackRequest } from "@slack/bolt";
import { readBody } from "../http/read-body.ts";
import { isRefusal, refuse, type Refusal } from "../http/reply.ts";
import type { Route } from "../http/route.ts";

/** Slack's own window: docs.slack.dev/authentication/verifying-requests-from-slack. */
const WINDOW_SECONDS = 300;

/**
 * Hands requests to Bolt, which checks the signature. What Bolt would take or stumble over is refused here: a time of signing that
 * is still to come, a body that is no object, and a media type that carries its character set.
 */
export function eventsRoute(receiver: HTTPReceiver, signingSecret: string): Route {
  return {
    path: "/slack/events",
    handle: async (request, response) => {
      if (request.method !== "POST") return refuse(response, WRONG_METHOD);
      const signedAt = Number(request.headers["x-slack-request-timestamp"]);
      const age = Math.abs(Math.floor(Date.now() / 1_000) - signedAt);
      if (!(age <= WINDOW_SECONDS)) return refuse(response, BAD_TIMESTAMP);
      const body = await readBody(request, defaultBodyLimit);
      if (isRefusal(body)) return refuse(response, body);
      const text = body.bytes.toString("utf8");
      const [mediaType = ""] = (request.headers["content-type"] ?? "").split(";", 1);
      request.headers["content-type"] = mediaType.trim().toLowerCase();
      if (!isObject(request, text)) {
        const headers = {
          "x-slack-signature": String(request.headers["x-slack-signature"]),
          "x-slack-request-timestamp": signedAt,
        };
        if (isValidSlackRequest({ signingSecret, body: text, headers })) return refuse(response, BAD_BODY);
      }
      // Bolt reads the body from here, and would otherwise wait for the one that has been read.
      receiver.requestListener(Object.assign(request, { rawBody: body.bytes }), response);
    },
  };
}

const WRONG_METHOD: Refusal = {
  status: 405,
  code: "wrong_method",
  message: "this address takes POST",
  headers: { allow: "POST" },
};

const BAD_TIMESTAMP: Refusal = {
  status: 401,
  code: "bad_timestamp",
  message: "the request was not signed within five minutes of now",
  hint: "Check this machine's clock.",
};

const BAD_BODY: Refusal = {
  status: 400,
  code: "bad_body",
  message: "the body is none that Slack sends: an object as JSON, or a form",
};

/** Whether a body comes to an object, as JSON or as a form's `payload`; a form without one always does. */
function isObject({ headers }: IncomingMessage, text: string): boolean {
  const isForm = headers["content-type"] === "application/x-www-form-urlencoded";
  const json = isForm ? new URLSearchParams(text).get("payload") : text;
  if (json === null) return true;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
