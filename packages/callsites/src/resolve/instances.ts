import type { ClassAttribute, ClassModel, FunctionModel } from "../module/module.ts";
import { givenArgument, keywordsObject } from "./arguments.ts";
import { type Ancestor, isConstructor, lineage } from "./lineage.ts";
import { propertyOf, withLayers } from "./objects.ts";
import { settingsField } from "./settings-class.ts";
import type { Resolver } from "./resolver.ts";
import {
  type Activation,
  type BoundCall,
  type Frame,
  type InstanceValue,
  type Layer,
  type Value,
  weaken,
} from "./value.ts";

/** Value of an attribute: assigned in a method, given at construction, a field's default, a method or a property. */
export function instanceProperty(resolver: Resolver, instance: InstanceValue, key: string): readonly Value[] | null {
  const found: Value[] = [];
  for (const layer of instance.layers.toReversed()) {
    const [head, ...rest] = layer.path;
    if (head !== key) continue;
    if (rest.length > 0) {
      const below = instanceProperty(resolver, { ...instance, layers: [] }, key) ?? [];
      return below.map((value) => withLayers(value, [{ ...layer, path: rest }]));
    }
    found.push(...resolver.force(layer.value));
    if (!layer.conditional) return found;
  }
  const all = lineage(resolver, instance);
  const ancestors = instance.skipOwn ? all.slice(1) : all;
  for (const ancestor of ancestors) {
    const values = ownProperty(resolver, instance, ancestor, key);
    if (values !== null) return [...found, ...withNestedAssignments(instance, ancestors, key, values)];
  }
  const given = keptByOutsideBase(resolver, all, key);
  if (given !== null) return [...found, ...given];
  return found.length > 0 ? found : null;
}

function ownProperty(
  resolver: Resolver,
  instance: InstanceValue,
  ancestor: Ancestor,
  key: string,
): readonly Value[] | null {
  const { of, call } = ancestor;
  const { model } = of;
  const assigned = model.attributes.filter((attribute) => attribute.path.length === 1 && attribute.path[0] === key);
  const values = reaching(assigned).flatMap((attribute) => evaluateAttribute(resolver, instance, ancestor, attribute));
  const isCertain = assigned.some((attribute) => !attribute.conditional && isConstructor(attribute.scope.function));
  if (isCertain) return values;
  const position = fieldPosition(model, key);
  const given = (call !== null && isDataClass(model) ? givenArgument(resolver, call, key, position) : null) ?? [];
  // `cls(**values)` may or may not give the field: where that is not known, its default counts as well.
  const isMaybe = call !== null && !isWrittenOut(call, key, position) && given.every(({ kind }) => kind === "unknown");
  values.push(...given.map((value) => weaken(value, "constant")));
  if (given.length > 0 && !isMaybe) return values;
  const declared = model.scope.bindings.get(key) ?? [];
  const last = declared.at(-1);
  if (last?.value.kind === "function")
    return [...values, ...methodValue(resolver, last.value.model, instance, ancestor)];
  const frame: Frame = { ...of.frame, scope: model.scope, activation: null };
  const fields = declared
    .filter((binding) => binding.value.kind !== "opaque")
    .flatMap((binding) => {
      const values = resolver.evaluate(binding.value, frame);
      return binding.value.kind === "typed" ? values.filter((value) => value.kind === "instance") : values;
    });
  const strength = given.length > 0 ? "configuration" : "constant";
  const known = [
    ...values,
    ...(settingsField(resolver, of, key, fields) ?? fields.map((value) => weaken(value, strength))),
  ];
  return known.length > 0 ? known : null;
}

/** `self.config.model = "x"` in any method changes what `self.config` is. */
function withNestedAssignments(
  instance: InstanceValue,
  ancestors: readonly Ancestor[],
  key: string,
  values: readonly Value[],
): readonly Value[] {
  const layers = ancestors.toReversed().flatMap((ancestor) =>
    ancestor.of.model.attributes
      .filter((attribute) => attribute.path.length > 1 && attribute.path[0] === key)
      .map((attribute): Layer => ({
        path: attribute.path.slice(1),
        value: { expression: attribute.value, frame: attributeFrame(instance, ancestor, attribute) },
        conditional: attribute.conditional,
      })),
  );
  return layers.length === 0 ? values : values.map((value) => withLayers(value, layers));
}

function evaluateAttribute(
  resolver: Resolver,
  instance: InstanceValue,
  ancestor: Ancestor,
  attribute: ClassAttribute,
): readonly Value[] {
  if (resolver.pending.has(attribute)) {
    resolver.cut();
    return [];
  }
  resolver.pending.add(attribute);
  const values = resolver.evaluate(attribute.value, attributeFrame(instance, ancestor, attribute));
  resolver.pending.delete(attribute);
  return values.map((value) => weaken(value, "constant"));
}

function attributeFrame(instance: InstanceValue, { of, call }: Ancestor, attribute: ClassAttribute): Frame {
  const { scope } = attribute;
  const model = scope.function;
  const { outer } = { outer: of.frame.activation };
  const activation: Activation | null =
    model === null ? null : { function: model, call: isConstructor(model) ? call : null, self: instance, outer };
  return { ...of.frame, scope, activation };
}

function methodValue(
  resolver: Resolver,
  model: FunctionModel,
  self: InstanceValue,
  { of }: Ancestor,
): readonly Value[] {
  if (!model.isProperty) return [{ kind: "function", model, frame: { ...of.frame, scope: of.model.scope }, self }];
  const activation: Activation = { function: model, call: null, self, outer: of.frame.activation };
  const frame: Frame = { ...of.frame, scope: model.scope, activation };
  const run = (): readonly Value[] => model.returns.flatMap((result) => resolver.evaluate(result, frame));
  return resolver.following(activation, run) ?? [];
}

/** A keyword of the construction that no class of the tree handles: a base outside of it (pydantic, dict) keeps it. */
function keptByOutsideBase(resolver: Resolver, ancestors: readonly Ancestor[], key: string): readonly Value[] | null {
  const last = ancestors.at(-1);
  if (last?.superCall == null || last.of.model.bases.length === 0) return null;
  return propertyOf(resolver, keywordsObject(last.superCall), key);
}

function reaching(attributes: readonly ClassAttribute[]): readonly ClassAttribute[] {
  const inConstructor = attributes.filter((attribute) => isConstructor(attribute.scope.function));
  const elsewhere = attributes.filter((attribute) => !isConstructor(attribute.scope.function));
  const last = inConstructor.findLastIndex((attribute) => !attribute.conditional);
  return [...inConstructor.slice(Math.max(last, 0)), ...elsewhere];
}

/** Whether a call gives an argument by its name or place, not only by a spread that may have it. */
function isWrittenOut({ args }: BoundCall, name: string, position: number): boolean {
  if (args.some((argument) => argument.name === name && !argument.spread)) return true;
  const inOrder = args.filter((argument) => argument.name === null);
  return position >= 0 && inOrder.slice(0, position + 1).every((one) => !one.spread) && inOrder.length > position;
}

function isDataClass(model: ClassModel): boolean {
  return !model.scope.bindings.has("__init__") && !model.scope.bindings.has("constructor");
}

function fieldPosition(model: ClassModel, key: string): number {
  return [...model.scope.bindings.keys()].indexOf(key);
}
