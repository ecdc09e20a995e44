import { givenArgument } from "../resolve/arguments.ts";
import { propertyOf } from "../resolve/objects.ts";
import type { Resolver } from "../resolve/resolver.ts";
import type { BoundCall, ExternalValue, UnknownValue, Value } from "../resolve/value.ts";
import type { ArgumentPath } from "../sdks/operation.ts";

type Receiver = ExternalValue | UnknownValue | null;

/** Values of an argument of a call by its path; null where the call does not give it. */
export function readArgument(
  resolver: Resolver,
  call: BoundCall,
  receiver: Receiver,
  path: ArgumentPath,
): readonly Value[] | null {
  const [head = "", ...rest] = path.split(".");
  if (head === "receiver") return receiverArgument(resolver, receiver, rest);
  const first = head.startsWith("#")
    ? positional(resolver, call, Number(head.slice(1)), rest.length > 0)
    : byName(resolver, call, head);
  return first === null ? null : nested(resolver, first, rest);
}

function nested(resolver: Resolver, values: readonly Value[], keys: readonly string[]): readonly Value[] | null {
  let current = values;
  for (const key of keys) {
    const next = current.flatMap((value) => {
      if (value.kind === "list") return value.items.slice(0, 1).flatMap((item) => resolver.force(item));
      // An options object of the SDK itself (`types.GenerateContentConfig(…)`) holds what it was made with.
      if (value.kind === "external" && value.call !== null)
        return byName(resolver, value.call, key) ?? ofDictionary(resolver, value, value.call, key);
      return propertyOf(resolver, value, key) ?? [];
    });
    if (next.length === 0) return null;
    current = next;
  }
  return current;
}

/** `GenerationConfig.from_dict(options)` and its like hold what the dictionary held. */
function ofDictionary(resolver: Resolver, value: ExternalValue, call: BoundCall, key: string): readonly Value[] {
  const [first] = call.args;
  if (first === undefined || !/\b(?:from_dict|from_mapping|model_validate|parse_obj)\(\)$/.test(value.trail)) return [];
  return resolver.evaluate(first.value, call.frame).flatMap((given) => propertyOf(resolver, given, key) ?? []);
}

function positional(resolver: Resolver, call: BoundCall, position: number, isHost: boolean): readonly Value[] | null {
  const values = givenArgument(resolver, call, "", position);
  // An object of options is no model; its keys are asked for by name.
  return values === null || (!isHost && values.every((value) => value.kind === "object")) ? null : values;
}

/** A keyword, or a key of an object argument, as scripts pass options. */
function byName(resolver: Resolver, call: BoundCall, name: string): readonly Value[] | null {
  const given = givenArgument(resolver, call, name, -1);
  if (given !== null) return given;
  if (call.frame.module.language === "python") {
    const [only] = call.args;
    if (only?.name !== null || only.value.kind !== "object") return null;
  }
  const found: Value[] = [];
  let isGiven = false;
  for (const argument of call.args) {
    if (argument.name !== null) continue;
    for (const value of resolver.evaluate(argument.value, call.frame)) {
      const hosts =
        argument.spread && value.kind === "list" ? value.items.flatMap((item) => resolver.force(item)) : [value];
      for (const host of hosts) {
        const values = host.kind === "external" ? null : propertyOf(resolver, host, name);
        if (values === null) continue;
        // Empty where the value leads back to itself: given, and not to be had.
        isGiven = true;
        found.push(...values);
      }
    }
  }
  return isGiven ? found : null;
}

function receiverArgument(resolver: Resolver, receiver: Receiver, rest: readonly string[]): readonly Value[] | null {
  if (receiver === null) return null;
  if (rest.length === 0) return [receiver];
  for (let at: Receiver = receiver; at !== null; at = at.receiver) {
    if (at.call !== null) return readArgument(resolver, at.call, null, rest.join("."));
  }
  return null;
}
