import type { Call } from "../module/expression.ts";
import { givenArgument, keywordsObject } from "./arguments.ts";
import { environmentCall } from "./environment.ts";
import { memberOf } from "./members.ts";
import { packageCall } from "./package-calls.ts";
import { propertyOf } from "./objects.ts";
import type { Resolver } from "./resolver.ts";
import { type Activation, type BoundCall, type Frame, type FunctionValue, unknown, type Value } from "./value.ts";

/** Methods that leave a text or number what it is, as far as a model or a limit is concerned. */
const NEUTRAL_METHODS = /^(?:strip|trim|lower|toLowerCase|toString|valueOf|encode|decode|lstrip|rstrip)$/;

/** What a call gives: a function's results, an instance, or a named result of a package. */
export function evaluateCall(resolver: Resolver, call: Call, frame: Frame): readonly Value[] {
  const bound: BoundCall = { args: call.args, frame, line: call.line };
  if (call.callee.kind === "member") {
    const special = methodCall(resolver, call, bound, frame);
    if (special !== null) return special;
  }
  return resolver.evaluate(call.callee, frame).flatMap((callee) => callValue(resolver, callee, bound));
}

function callValue(resolver: Resolver, callee: Value, bound: BoundCall): readonly Value[] {
  const at = { path: bound.frame.path, line: bound.line };
  switch (callee.kind) {
    case "function":
      return callFunction(resolver, callee, bound);
    case "class":
      return [{ kind: "instance", of: callee, call: bound, layers: [], skipOwn: false }];
    case "external":
      return (
        environmentCall(resolver, callee, bound) ??
        packageCall(resolver, callee, bound) ?? [
          { ...callee, trail: `${callee.trail}()`, call: bound, receiver: callee },
        ]
      );
    case "unknown":
      return [{ ...callee, trail: `${callee.trail}()`, call: bound, receiver: callee }];
    case "instance":
      return memberOf(resolver, callee, "__call__", at).flatMap((method) =>
        method.kind === "function" ? callFunction(resolver, method, bound) : [unknown("an instance is called", at)],
      );
    default:
      return [unknown("a call of something that is no function", at)];
  }
}

function callFunction(resolver: Resolver, callee: FunctionValue, bound: BoundCall): readonly Value[] {
  const { model, self } = callee;
  const at = { path: bound.frame.path, line: bound.line };
  if (self?.kind === "class" && isConstructing(model.returns)) return [];
  const activation: Activation = { function: model, call: bound, self, outer: callee.frame.activation };
  const frame: Frame = { ...callee.frame, scope: model.scope, activation };
  const results = resolver.following(activation, () =>
    model.returns.flatMap((result) => resolver.evaluate(result, frame)),
  );
  if (results === null) return [unknown(`${model.name} calls itself, or leads too far`, at)];
  return results.length > 0 ? results : [unknown(`${model.name} returns nothing that can be followed`, at)];
}

function isConstructing(returns: readonly unknown[]): boolean {
  return returns.length === 0;
}

/** Methods of dictionaries, texts and functions, which are known whatever the tree says. */
function methodCall(resolver: Resolver, call: Call, bound: BoundCall, frame: Frame): readonly Value[] | null {
  if (call.callee.kind !== "member") return null;
  const { property, object } = call.callee;
  if (NEUTRAL_METHODS.test(property)) {
    const values = resolver.evaluate(object, frame);
    return values.some((value) => value.kind === "scalar") ? values : null;
  }
  if (property === "get" || property === "pop" || property === "setdefault")
    return dictionaryGet(resolver, call, bound, frame);
  if (property === "copy" || property === "model_copy" || property === "dict" || property === "model_dump") {
    const values = resolver.evaluate(object, frame);
    return values.every((value) => value.kind === "object" || value.kind === "instance") ? values : null;
  }
  return null;
}

function dictionaryGet(resolver: Resolver, call: Call, bound: BoundCall, frame: Frame): readonly Value[] | null {
  if (call.callee.kind !== "member") return null;
  const [first] = call.args;
  if (first === undefined) return null;
  const isSuper =
    call.callee.object.kind === "call" &&
    call.callee.object.callee.kind === "name" &&
    call.callee.object.callee.name === "super";
  const objects = isSuper
    ? resolver.evaluate({ kind: "name", name: "self", line: call.line, offset: 0 }, frame)
    : resolver.evaluate(call.callee.object, frame);
  const isDictionary = (value: Value): boolean =>
    value.kind === "object" || (value.kind === "instance" && (isSuper || !hasMethod(resolver, value)));
  if (objects.length === 0 || !objects.some(isDictionary)) return null;
  const keys = resolver.evaluate(first.value, frame);
  const fallback = givenArgument(resolver, bound, "default", 1);
  const at = { path: frame.path, line: call.line };
  return objects.filter(isDictionary).flatMap((object) =>
    keys.flatMap((key): readonly Value[] => {
      if (key.kind !== "scalar") return [unknown("a key that is not constant", at), ...(fallback ?? [])];
      const host = object.kind === "instance" && object.call !== null && isSuper ? keywordsObject(object.call) : object;
      const found = propertyOf(resolver, host, String(key.value));
      return found ?? fallback ?? [unknown(`no value for ${String(key.value)}`, at)];
    }),
  );
}

function hasMethod(resolver: Resolver, value: Value): boolean {
  return propertyOf(resolver, value, "get")?.some((method) => method.kind === "function") === true;
}
