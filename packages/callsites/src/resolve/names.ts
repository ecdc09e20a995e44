import type { Name } from "../module/expression.ts";
import type { Binding, ScopeModel } from "../module/module.ts";
import { withLayers } from "./objects.ts";
import { findParameter, parameterValues } from "./parameters.ts";
import type { Resolver } from "./resolver.ts";
import { type Activation, type Frame, type InstanceValue, type Layer, type Value, weaken } from "./value.ts";

/** What a name means where it stands: an assignment that can reach it, a parameter, an import, or the platform's own. */
export function evaluateName(resolver: Resolver, name: Name, frame: Frame): readonly Value[] {
  if (name.name === "self" || name.name === "this" || name.name === "cls") {
    const self = selfValue(frame);
    if (self !== null) return [self];
  }
  let activation = frame.activation;
  for (let scope: ScopeModel | null = frame.scope; scope !== null; scope = scope.parent) {
    const own: Activation | null = activation?.function.scope === scope ? activation : null;
    // A class body's names are not visible inside its methods.
    if (scope.kind !== "class" || scope === frame.scope) {
      const values = lookUp(resolver, name, { ...frame, scope, activation }, own, scope === frame.scope);
      if (values !== null) return values;
    }
    if (own !== null) activation = own.outer;
  }
  return (
    starImport(resolver, name, frame) ?? [
      { kind: "external", package: "global", trail: name.name, call: null, receiver: null },
    ]
  );
}

function lookUp(
  resolver: Resolver,
  name: Name,
  frame: Frame,
  activation: Activation | null,
  isOwnScope: boolean,
): readonly Value[] | null {
  const { scope } = frame;
  const all = scope.bindings.get(name.name) ?? [];
  const parameter = scope.function === null ? null : findParameter(scope.function, name.name);
  if (all.length === 0 && parameter === null) return null;
  const pendingFrom = Math.min(
    ...all.filter((binding) => resolver.pending.has(binding)).map((binding) => binding.offset),
  );
  const before = Math.min(isOwnScope ? name.offset : Number.MAX_SAFE_INTEGER, pendingFrom);
  const usable = all.filter((binding) => !resolver.pending.has(binding));
  if (usable.length < all.length) resolver.cut();
  const earlier = usable.filter((binding) => binding.offset < before);
  const reaching = reachingBindings(earlier.length > 0 || parameter !== null ? earlier : usable);
  if (reaching.length === 0 && parameter === null) return pendingFrom === Infinity ? null : [];
  const isOverwritten = reaching[0] !== undefined && !reaching[0].conditional;
  const values = reaching.flatMap((binding) => evaluateBinding(resolver, binding, frame));
  if (parameter !== null && !isOverwritten) values.unshift(...parameterValues(resolver, parameter, frame, activation));
  return withMutations(values, name, frame, before);
}

function evaluateBinding(resolver: Resolver, binding: Binding, frame: Frame): readonly Value[] {
  resolver.pending.add(binding);
  const values = resolver.evaluate(binding.value, frame);
  resolver.pending.delete(binding);
  return values.map((value) => weaken(value, "constant"));
}

/** From the last assignment that certainly happened on. */
function reachingBindings(bindings: readonly Binding[]): readonly Binding[] {
  const last = bindings.findLastIndex((binding) => !binding.conditional);
  return last === -1 ? bindings : bindings.slice(last);
}

function selfValue(frame: Frame): Value | null {
  let activation = frame.activation;
  for (let scope: ScopeModel | null = frame.scope; scope !== null; scope = scope.parent) {
    const own: Activation | null = activation?.function.scope === scope ? activation : null;
    if (own?.self != null && own.function.class !== null) return own.self;
    if (own !== null) activation = own.outer;
    if (scope.class !== null) return instanceFromOutside({ ...frame, scope: scope.parent ?? scope }, scope.class);
  }
  return null;
}

function instanceFromOutside(frame: Frame, model: NonNullable<ScopeModel["class"]>): InstanceValue {
  const of = { kind: "class", model, frame: { ...frame, activation: null } } as const;
  return { kind: "instance", of, call: null, layers: [], skipOwn: false };
}

function withMutations(values: readonly Value[], name: Name, frame: Frame, before: number): readonly Value[] {
  const layers = frame.scope.mutations
    .filter((mutation) => mutation.root === name.name && mutation.offset < before)
    .map((mutation): Layer => ({
      path: mutation.path,
      value: { expression: mutation.value, frame },
      conditional: mutation.conditional,
    }));
  return layers.length === 0 ? values : values.map((value) => withLayers(value, layers));
}

/** A name that only `from x import *` can have brought in. */
function starImport(resolver: Resolver, name: Name, frame: Frame): readonly Value[] | null {
  if (frame.module.language !== "python") return null;
  for (const specifier of frame.module.starExports) {
    const target = resolver.program.resolveImport(frame.path, specifier);
    if (target === null || target === frame.path) continue;
    if (resolver.program.module(target)?.scope.bindings.has(name.name) !== true) continue;
    const imported = { kind: "imported", specifier, name: name.name, line: name.line } as const;
    return resolver.evaluate(imported, { ...frame, scope: frame.module.scope, activation: null });
  }
  return null;
}
