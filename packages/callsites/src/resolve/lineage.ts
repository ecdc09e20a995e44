import type { Call } from "../module/expression.ts";
import type { ClassModel, FunctionModel } from "../module/module.ts";
import type { Resolver } from "./resolver.ts";
import type { Activation, BoundCall, ClassValue, Frame, InstanceValue } from "./value.ts";

const MAX_BASES = 12;

/** A class in the order of lookup, with the construction that reaches it. */
export interface Ancestor {
  readonly of: ClassValue;
  readonly call: BoundCall | null;
  /** What its constructor hands on to the bases. */
  readonly superCall: BoundCall | null;
}

/** The class and its bases in the tree, nearest first. */
export function lineage(resolver: Resolver, instance: Pick<InstanceValue, "of" | "call">): readonly Ancestor[] {
  const result: Ancestor[] = [];
  const visit = (of: ClassValue, call: BoundCall | null): void => {
    if (result.length >= MAX_BASES || result.some((known) => known.of.model === of.model)) return;
    const superCall = findSuperCall(of, call);
    result.push({ of, call, superCall });
    for (const base of of.model.bases) {
      for (const value of resolver.evaluate(base, of.frame)) if (value.kind === "class") visit(value, superCall);
    }
  };
  visit(instance.of, instance.call);
  return result;
}

/** `super().__init__(model="x")`, `super({model})`. A class without a constructor hands on all it got. */
function findSuperCall(of: ClassValue, call: BoundCall | null): BoundCall | null {
  const constructor = constructorOf(of.model);
  if (constructor === null) return call;
  const occurrence = of.frame.module.calls.find(
    (candidate) => candidate.scope === constructor.scope && isSuperCall(candidate.call),
  );
  if (occurrence === undefined) return null;
  const activation: Activation = { function: constructor, call, self: null, outer: of.frame.activation };
  const frame: Frame = { ...of.frame, scope: constructor.scope, activation };
  return { args: occurrence.call.args, frame, line: occurrence.call.line };
}

function isSuperCall({ callee, args }: Call): boolean {
  if (callee.kind === "name") return callee.name === "super" && args.length > 0;
  return callee.kind === "member" && callee.property === "__init__";
}

export function isConstructor(model: FunctionModel | null): boolean {
  return model?.name === "__init__" || model?.name === "constructor";
}

/** The constructor that a class itself declares. */
export function constructorOf(model: ClassModel): FunctionModel | null {
  for (const name of ["__init__", "constructor"]) {
    const value = model.scope.bindings.get(name)?.at(-1)?.value;
    if (value?.kind === "function") return value.model;
  }
  return null;
}
