import type { ParameterField } from "../module/module.ts";
import { propertyOf, withoutKeys } from "./objects.ts";
import type { NamedParameter } from "./parameters.ts";
import type { Resolver } from "./resolver.ts";
import type { BoundCall, Layer, Value } from "./value.ts";

/** Values that a call gives to a parameter; null where it gives none (the default holds). */
export function argumentFor(resolver: Resolver, named: NamedParameter, call: BoundCall): readonly Value[] | null {
  const { parameter } = named;
  if (parameter.gathers === "keywords") {
    const own = named.function.parameters.filter((candidate) => candidate.gathers === null);
    return [keywordsObject(call, new Set(own.map((candidate) => candidate.name)))];
  }
  const position = positionOf(named);
  if (parameter.gathers === "rest") {
    const items = positional(call).slice(position);
    return [{ kind: "list", items: items.map((argument) => ({ expression: argument.value, frame: call.frame })) }];
  }
  return givenArgument(resolver, call, parameter.name, position);
}

/** Values of a name that a function takes out of its object parameter: `({model = "x"}) => …`. */
export function fieldArgument(
  resolver: Resolver,
  named: NamedParameter,
  field: ParameterField,
  call: BoundCall,
): readonly Value[] | null {
  const objects = givenArgument(resolver, call, named.parameter.name, positionOf(named));
  const taken = field.without;
  if (taken !== null) return objects?.map((object) => withoutKeys(object, taken)) ?? null;
  const values = objects?.flatMap((object) => propertyOf(resolver, object, field.key) ?? []) ?? [];
  return values.length === 0 ? null : values;
}

function positionOf({ function: model, parameter }: NamedParameter): number {
  const [first] = model.parameters;
  const takesSelf = model.class !== null && (first?.name === "self" || first?.name === "cls");
  return model.parameters.indexOf(parameter) - (takesSelf ? 1 : 0);
}

function positional(call: BoundCall): BoundCall["args"] {
  return call.args.filter((argument) => argument.name === null);
}

/** By keyword, by position (-1: by keyword alone), or out of a spread. */
export function givenArgument(
  resolver: Resolver,
  call: BoundCall,
  name: string,
  position: number,
): readonly Value[] | null {
  const named = call.args.find((argument) => argument.name === name && !argument.spread);
  if (named !== undefined) return resolver.evaluate(named.value, call.frame);
  const inOrder = positional(call);
  const spreadAt = inOrder.findIndex((argument) => argument.spread);
  const argument = position >= 0 && (spreadAt === -1 || position < spreadAt) ? inOrder[position] : undefined;
  if (argument !== undefined) return resolver.evaluate(argument.value, call.frame);
  const spread = spreadAt !== -1 && position >= spreadAt ? inOrder[spreadAt] : undefined;
  if (spread !== undefined) {
    const values = resolver.evaluate(spread.value, call.frame).flatMap((list) => {
      const item = list.kind === "list" ? list.items[position - spreadAt] : undefined;
      return item === undefined ? [] : resolver.force(item);
    });
    if (values.length > 0) return values;
  }
  for (const keywords of call.args.filter((candidate) => candidate.name === "**")) {
    const objects = resolver.evaluate(keywords.value, call.frame);
    const values = objects.flatMap((object) => propertyOf(resolver, object, name) ?? []);
    if (values.length > 0) return values;
  }
  return null;
}

/** The named arguments of a call as an object: what `**kwargs` receives. */
export function keywordsObject(call: BoundCall, except: ReadonlySet<string> = new Set()): Value {
  const layers = call.args.flatMap((argument): Layer[] => {
    const value = { expression: argument.value, frame: call.frame };
    if (argument.name === "**") return [{ path: [], value, conditional: false }];
    if (argument.name === null || except.has(argument.name)) return [];
    return [{ path: [argument.name], value, conditional: false }];
  });
  return { kind: "object", layers, base: null };
}
