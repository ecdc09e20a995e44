import { json, type JsonObject, stringIn } from "../json.ts";
import { argumentFaults, argumentNames, isKnownMethodShape } from "../schema/arguments.ts";
import type { World } from "../world.ts";
import { appMethods } from "./app.ts";
import { chatMethods } from "./chat.ts";
import { conversationMethods } from "./conversations.ts";
import { fileMethods } from "./files.ts";
import { type Answer, fail, type Method } from "./method.ts";
import { userMethods } from "./users.ts";
import { viewMethods } from "./views.ts";

export const methods: ReadonlyMap<string, Method> = new Map(
  [...appMethods, ...chatMethods, ...conversationMethods, ...fileMethods, ...userMethods, ...viewMethods].map(
    (method) => [method.name, method],
  ),
);

/** What goes over the wire in answer to a call. */
export type Reply =
  | {
      readonly kind: "json";
      readonly status: number;
      readonly body: JsonObject;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: "text"; readonly status: number; readonly body: string }
  | { readonly kind: "dropped" };

/** A reply and how long to hold it back. */
export interface TimedReply {
  readonly reply: Reply;
  readonly delayMs: number;
}

/** Answers one call as Slack does: method, token, scopes, arguments, rate, then the method itself, with the faults a test has planned. */
export function answerCall(world: World, name: string, withToken: JsonObject, bearer: string | undefined): TimedReply {
  const token = bearer ?? stringIn(withToken, "token");
  const args = Object.fromEntries(Object.entries(withToken).filter(([key]) => key !== "token"));
  const fault = world.faults.take(name, args);
  const done = (reply: Reply): TimedReply => {
    const response = reply.kind === "json" ? reply.body : undefined;
    world.calls.push({
      method: name,
      arguments: args,
      at: world.clock.now(),
      status: reply.kind === "dropped" ? 0 : reply.status,
      response,
    });
    world.feed.tell({ kind: "call", method: name, ok: response?.["ok"] === true });
    return { reply, delayMs: fault?.kind === "delayed" ? fault.milliseconds : 0 };
  };
  if (fault?.kind === "dropped_before") return done({ kind: "dropped" });
  if (fault?.kind === "http") return done({ kind: "text", status: fault.status, body: "sandbox: planned HTTP fault" });
  if (fault?.kind === "rate_limited") return done(limited(fault.retryAfterSeconds));
  const refusal = refuse(world, name, args, token);
  if (refusal) return done(refusal);
  if (fault?.kind === "error") return done(spelled(fail(fault.error)));
  const answer = methods.get(name)?.answer(world, args) ?? fail("unknown_method");
  return done(fault?.kind === "dropped_after" ? { kind: "dropped" } : spelled(answer));
}

function refuse(world: World, name: string, args: JsonObject, token: string | undefined): Reply | undefined {
  const method = methods.get(name);
  if (!method || !isKnownMethodShape(name)) {
    world.violations.record({
      rule: "unknown_method",
      method: name,
      arguments: args,
      message: `${name}: the sandbox knows no such method`,
    });
    return spelled(fail("unknown_method"));
  }
  const { settings } = world;
  if (token === undefined || token === "") return spelled(fail("not_authed"));
  if (token !== settings.botToken && token !== settings.appToken) return spelled(fail("invalid_auth"));
  if (settings.tokenRevoked) return spelled(fail("token_revoked"));
  const isApp = token === settings.appToken;
  // auth.test takes any token; every other method one kind.
  if (isApp !== (method.token === "app") && name !== "auth.test") return spelled(fail("not_allowed_token_type"));
  const granted = settings.features.scopes;
  if (granted && method.scopes.length > 0 && !method.scopes.some((scope) => granted.has(scope))) {
    const [needed = ""] = method.scopes;
    world.violations.record({
      rule: "missing_scope",
      method: name,
      message: `${name}: the manifest grants none of ${method.scopes.join(", ")}`,
    });
    return {
      kind: "json",
      status: 200,
      headers: {},
      body: { ok: false, error: "missing_scope", needed, provided: [...granted].join(",") },
    };
  }
  const known = argumentNames(name);
  const unknown = Object.keys(args).filter((key) => !known.has(key));
  const faults = unknown.length > 0 ? unknown.map((key) => `unknown argument ${key}`) : argumentFaults(name, args);
  if (faults.length > 0) {
    world.violations.record({
      rule: "invalid_arguments",
      method: name,
      arguments: args,
      message: `${name}: ${faults.join("; ")}`,
    });
    return spelled(fail("invalid_arguments", faults));
  }
  if (settings.rateLimits === "off") return undefined;
  const wait = world.rateLimits.count(name, method.rate, stringIn(args, "channel"));
  return wait === undefined ? undefined : limited(wait);
}

function limited(seconds: number): Reply {
  return {
    kind: "json",
    status: 429,
    headers: { "retry-after": String(seconds) },
    body: { ok: false, error: "ratelimited" },
  };
}

function spelled(answer: Answer): Reply {
  const body =
    answer.kind === "ok"
      ? { ok: true, ...answer.body }
      : json({
          ok: false,
          error: answer.error,
          response_metadata: answer.messages
            ? { messages: answer.messages.map((message) => `[ERROR] ${message}`) }
            : undefined,
        });
  return { kind: "json", status: 200, headers: {}, body };
}
