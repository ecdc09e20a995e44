import type { Expression } from "../module/expression.ts";
import type { FunctionModel, Parameter, ParameterField } from "../module/module.ts";
import { commandOptionDefault } from "./argument-parser.ts";
import { argumentFor, fieldArgument } from "./arguments.ts";
import type { Resolver } from "./resolver.ts";
import { type Activation, type Frame, unknown, type Value, weaken } from "./value.ts";

export interface NamedParameter {
  readonly function: FunctionModel;
  readonly parameter: Parameter;
  /** The name taken out of an object parameter, where it is one. */
  readonly field: ParameterField | null;
}

export function findParameter(model: FunctionModel, name: string): NamedParameter | null {
  for (const parameter of model.parameters) {
    if (parameter.name === name) return { function: model, parameter, field: null };
    const field = parameter.fields.find((candidate) => candidate.name === name);
    if (field !== undefined) return { function: model, parameter, field };
  }
  return null;
}

/** What a parameter holds in the call that is being followed, or, outside of one, its default and "from outside". */
export function parameterValues(
  resolver: Resolver,
  named: NamedParameter,
  frame: Frame,
  activation: Activation | null,
): readonly Value[] {
  const { parameter, field } = named;
  const model = named.function;
  const name = field?.name ?? parameter.name;
  const at = { path: frame.path, line: model.line };
  const outer: Frame = { ...frame, scope: model.scope.parent ?? model.scope, activation: activation?.outer ?? null };
  const fallback = field === null ? parameter.default : field.default;
  const defaults = (): readonly Value[] =>
    fallback === null ? [] : resolver.evaluate(fallback, outer).map((value) => weaken(value, "constant"));
  const call = activation?.call ?? null;
  if (call === null) {
    const typed = annotated(resolver, parameter, outer);
    const declared = field === null ? commandOptionDefault(resolver, named, frame) : [];
    return [
      ...defaults(),
      ...declared,
      ...typed,
      unknown(`parameter ${name} of ${model.name}`, at, { function: model, name }),
    ];
  }
  const given = field === null ? argumentFor(resolver, named, call) : fieldArgument(resolver, named, field, call);
  if (given !== null && given.length > 0) return given.map((value) => weaken(value, "constant"));
  const values = defaults();
  return values.length > 0 ? values : [unknown(`parameter ${name} of ${model.name} is not given`, at)];
}

/** A parameter typed with a class of the tree is an instance of it, with the fields' defaults. */
function annotated(resolver: Resolver, { annotation }: Parameter, frame: Frame): readonly Value[] {
  return annotation === null ? [] : instancesOfType(resolver, annotation, frame);
}

/** Instances of the tree's classes that a type names: `X`, `"X"`, `X | None`, `Optional[X]`, `Annotated[X, …]`. */
export function instancesOfType(resolver: Resolver, annotation: Expression, frame: Frame): readonly Value[] {
  switch (annotation.kind) {
    case "index": {
      const { index } = annotation;
      if (!/(?:^|\.)(?:Optional|Annotated|Union|Final|ClassVar|Type)$/.test(trailOf(annotation.object))) return [];
      const [first = null] = index.kind === "list" ? index.items : [index];
      return first === null ? [] : instancesOfType(resolver, first, frame);
    }
    case "operation":
      return annotation.operator === "|"
        ? annotation.operands.flatMap((operand) => instancesOfType(resolver, operand, frame))
        : [];
    case "literal": {
      const name = String(annotation.value);
      if (!/^[A-Za-z_]\w*$/.test(name) || name === "None" || annotation.value === null) return [];
      const named = { kind: "name", name, line: annotation.line, offset: Number.MAX_SAFE_INTEGER } as const;
      return instancesOfType(resolver, named, frame);
    }
    case "name":
    case "member":
      return resolver
        .evaluate(annotation, frame)
        .flatMap((value): Value[] =>
          value.kind === "class" ? [{ kind: "instance", of: value, call: null, layers: [], skipOwn: false }] : [],
        );
    default:
      return [];
  }
}

function trailOf(expression: Expression): string {
  if (expression.kind === "name") return expression.name;
  return expression.kind === "member" ? expression.property : "";
}
