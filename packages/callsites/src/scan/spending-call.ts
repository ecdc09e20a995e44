import type { WrapperSettings } from "@runrate/config";
import type { Argument, Call, CallOccurrence } from "../module/expression.ts";
import type { ScopeModel } from "../module/module.ts";
import type { Resolver } from "../resolve/resolver.ts";
import type { BoundCall, ExternalValue, Frame, UnknownValue } from "../resolve/value.ts";
import { BODY_PATHS, HTTP_ENDPOINTS, REQUEST_CALLEES } from "../sdks/http-endpoints.ts";
import type { SdkOperation } from "../sdks/operation.ts";
import { findOperation, LAST_NAMES } from "../sdks/table.ts";
import { readArgument } from "./read-argument.ts";
import { staticText } from "./static-text.ts";

/** A call that the tables know, with the arguments that count. */
export interface SpendingCall {
  readonly operation: SdkOperation;
  readonly args: readonly Argument[];
  readonly receiver: ExternalValue | UnknownValue | null;
  /** What is called, where it is no plain request; several where a condition picks the client. */
  readonly callees: readonly (ExternalValue | UnknownValue)[];
  /** Text of the URL of a plain request, else null. */
  readonly url: string | null;
  /** What a declared wrapper does where its caller says nothing. */
  readonly defaults?: WrapperSettings["defaults"];
}

/** Finds out whether a call spends money; null when it does not, as far as the tables know. */
export function spendingCall(resolver: Resolver, occurrence: CallOccurrence, frame: Frame): SpendingCall | null {
  const { call, scope } = occurrence;
  if (mayBeOperation(call, scope)) {
    const found = operationOf(resolver, call.callee, call.args, call.line, frame);
    if (found !== null) return found;
  }
  const [first, ...rest] = call.args;
  // `to_thread(client.chat.completions.create, model=…)`: the function is handed over with its arguments.
  if (first?.value.kind === "member" && first.name === null && LAST_NAMES.has(first.value.property))
    return operationOf(resolver, first.value, rest, call.line, frame);
  return request(resolver, call, frame);
}

function operationOf(
  resolver: Resolver,
  callee: Call["callee"],
  args: readonly Argument[],
  line: number,
  frame: Frame,
): SpendingCall | null {
  const bound: BoundCall = { args, frame, line };
  const callees = resolver.ask(callee, frame).filter((value) => value.kind === "external" || value.kind === "unknown");
  for (const value of callees) {
    const packageName = value.kind === "external" && value.package !== "global" ? value.package : null;
    const hasArgument = (path: string): boolean =>
      readArgument(resolver, bound, null, path)?.some((found) => found.kind !== "unknown" || found.trail === "") ===
      true;
    const operation = findOperation(packageName, value.trail, hasArgument);
    if (operation !== null) return { operation, args, receiver: value.receiver, callees, url: null };
  }
  return null;
}

/** A look at names alone, to leave the many other calls of a file alone. */
function mayBeOperation({ callee }: Call, scope: ScopeModel): boolean {
  if (callee.kind === "member") return LAST_NAMES.has(callee.property);
  if (callee.kind !== "name") return callee.kind === "index";
  if (LAST_NAMES.has(callee.name)) return true;
  for (let at: ScopeModel | null = scope; at !== null; at = at.parent) {
    for (const { value } of at.bindings.get(callee.name) ?? []) {
      if (value.kind === "member" && LAST_NAMES.has(value.property)) return true;
      if (value.kind === "imported" && LAST_NAMES.has(value.name)) return true;
    }
  }
  return false;
}

function request(resolver: Resolver, call: Call, frame: Frame): SpendingCall | null {
  const { callee } = call;
  const name = callee.kind === "member" ? callee.property : callee.kind === "name" ? callee.name : "";
  if (!REQUEST_CALLEES.test(name)) return null;
  const bound: BoundCall = { args: call.args, frame, line: call.line };
  const given = call.args.find((argument) => argument.name === "url") ?? call.args[0];
  if (given === undefined || given.spread) return null;
  const values = resolver.ask(given.value, frame);
  const nested = readArgument(resolver, bound, null, "url") ?? [];
  const { text } = staticText(resolver, [...values.filter((value) => value.kind !== "object"), ...nested]);
  const endpoint = HTTP_ENDPOINTS.find((candidate) => candidate.url.test(text));
  if (endpoint === undefined) return null;
  return {
    operation: endpoint.operation,
    args: bodyArguments(resolver, bound),
    receiver: null,
    callees: [],
    url: text,
  };
}

/** The body of a request as if it were the call's arguments: `JSON.stringify({…})` and `json.dumps({…})` opened. */
function bodyArguments(resolver: Resolver, call: BoundCall): readonly Argument[] {
  for (const path of BODY_PATHS) {
    const named = call.args.find((argument) => argument.name === path);
    const inside = call.args.flatMap((argument) =>
      argument.value.kind === "object"
        ? argument.value.entries.filter((entry) => entry.key?.kind === "literal" && entry.key.value === path)
        : [],
    );
    const body = named?.value ?? inside[0]?.value;
    if (body === undefined) continue;
    const isEncoded = body.kind === "call" && body.args[0] !== undefined;
    return [
      { name: "**", spread: true, value: isEncoded && body.kind === "call" ? (body.args[0]?.value ?? body) : body },
    ];
  }
  return call.args
    .slice(1)
    .map((argument) => (argument.name === null ? { ...argument, name: "**", spread: true } : argument));
}
