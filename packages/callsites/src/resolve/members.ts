import type { Index, Member } from "../module/expression.ts";
import { environmentValue } from "./environment.ts";
import { schemaDefault, schemaFields } from "./schemas.ts";
import { exportOf, settingsObject } from "./imports.ts";
import { allProperties, propertyOf } from "./objects.ts";
import type { Resolver } from "./resolver.ts";
import {
  asEntry,
  type ClassValue,
  type ExternalValue,
  type Frame,
  type Location,
  unknown,
  type Value,
  weaken,
} from "./value.ts";
import { argumentParserDefault } from "./argument-parser.ts";

/** `object.property` and `object[index]`. An index that is not constant means any of the object's values. */
export function evaluateMember(resolver: Resolver, member: Member | Index, frame: Frame): readonly Value[] {
  const at = { path: frame.path, line: member.line };
  if (member.object.kind === "call" && member.object.callee.kind === "name" && member.object.callee.name === "super")
    return superMember(resolver, member, frame);
  if (member.object.kind === "name" && member.object.name === "super") return superMember(resolver, member, frame);
  const all = resolver.evaluate(member.object, frame);
  const objects = frame.module.language === "python" ? withoutNull(all) : all;
  if (member.kind === "member") return objects.flatMap((object) => memberOf(resolver, object, member.property, at));
  const keys = resolver.evaluate(member.index, frame);
  return objects.flatMap((object) => keys.flatMap((key) => itemOf(resolver, object, key, at)));
}

/** Where something else is possible too: nothing has a member of null. */
function withoutNull(objects: readonly Value[]): readonly Value[] {
  const kept = objects.filter((object) => object.kind !== "scalar" || object.value !== null);
  return kept.length > 0 ? kept : objects;
}

function itemOf(resolver: Resolver, object: Value, key: Value, at: Location): readonly Value[] {
  if (key.kind === "scalar") {
    if (object.kind === "list") {
      const item = object.items.at(Number(key.value));
      return item === undefined ? [unknown("index outside of the list", at)] : resolver.force(item);
    }
    return memberOf(resolver, object, String(key.value), at);
  }
  if (object.kind === "object") {
    const values = allProperties(resolver, object);
    return values.length > 0 ? values.map(asEntry) : [unknown("a key that is not constant", at)];
  }
  if (object.kind === "list") return object.items.flatMap((item) => resolver.force(item)).map(asEntry);
  return object.kind === "unknown"
    ? [{ ...object, trail: `${object.trail}[]` }]
    : [unknown("a key that is not constant", at)];
}

export function memberOf(resolver: Resolver, object: Value, property: string, at: Location): readonly Value[] {
  switch (object.kind) {
    case "object": {
      const values = propertyOf(resolver, object, property) ?? [unknown(`no value for ${property}`, at)];
      return object.isEntry === true ? values.map(asEntry) : values;
    }
    case "instance":
      return (
        propertyOf(resolver, object, property) ??
        inheritedFromPackage(resolver, object, property) ?? [unknown(`no value for ${property}`, at)]
      );
    case "class":
      return classMember(resolver, object, property) ?? [unknown(`${object.model.name} has no ${property}`, at)];
    case "module":
      return exportOf(resolver, object.path, property) ?? submodule(resolver, object.path, property, at);
    case "external":
      return externalMember(resolver, object, property, at);
    case "scalar":
      // An enum member's `.value` is the value itself.
      return property === "value" ? [object] : [unknown(`.${property} of a constant`, at)];
    case "list": {
      const isSize = property === "length";
      return [unknown(isSize ? "length of a list" : `.${property} of a list`, at)];
    }
    case "function":
      return property === "bind" || property === "call" ? [object] : [unknown(`.${property} of a function`, at)];
    case "unknown":
      return [{ ...object, trail: `${object.trail}.${property}`, call: null, receiver: object }];
  }
}

function submodule(resolver: Resolver, path: string, property: string, at: Location): readonly Value[] {
  const target = resolver.program.resolveImport(path, `.${property}`);
  return target === null ? [unknown(`${path} exports no ${property}`, at)] : [{ kind: "module", path: target }];
}

function classMember(resolver: Resolver, object: ClassValue, property: string): readonly Value[] | null {
  const instance = { kind: "instance", of: object, call: null, layers: [], skipOwn: false } as const;
  const declared = object.model.scope.bindings.get(property)?.at(-1)?.value;
  if (declared?.kind === "function")
    return [
      { kind: "function", model: declared.model, frame: { ...object.frame, scope: object.model.scope }, self: object },
    ];
  return propertyOf(resolver, instance, property);
}

/** What an instance gets from a base class outside of the tree: only its name is known. */
function inheritedFromPackage(resolver: Resolver, object: Value, property: string): readonly Value[] | null {
  if (object.kind !== "instance") return null;
  const bases = object.of.model.bases.flatMap((base) => resolver.evaluate(base, object.of.frame));
  const external = bases.find((base) => base.kind === "external");
  if (external?.kind !== "external" || external.package === "global") return null;
  const made: ExternalValue = { ...external, trail: `${external.trail}()`, call: object.call, receiver: external };
  return [{ ...made, trail: `${made.trail}.${property}`, call: null, receiver: made }];
}

function superMember(resolver: Resolver, member: Member | Index, frame: Frame): readonly Value[] {
  const at = { path: frame.path, line: member.line };
  const self = resolver.evaluate({ kind: "name", name: "self", line: member.line, offset: 0 }, frame);
  if (member.kind !== "member") return [unknown("super()[…]", at)];
  return self.flatMap((value) =>
    value.kind === "instance" ? memberOf(resolver, { ...value, skipOwn: true }, member.property, at) : [],
  );
}

function externalMember(resolver: Resolver, object: ExternalValue, property: string, at: Location): readonly Value[] {
  const named: ExternalValue = { ...object, trail: joined(object.trail, property), call: null, receiver: object };
  const environment = environmentValue(resolver, named, at);
  if (environment !== null) return environment;
  const fields = schemaFields(resolver, object);
  if (fields !== null) {
    const values = fields.flatMap((schema) => propertyOf(resolver, schema, property) ?? []);
    const known = values.flatMap((value) => schemaDefault(resolver, value) ?? []);
    if (known.length > 0) return known.map((value) => weaken(value, "configuration"));
  }
  return argumentParserDefault(resolver, object, property) ?? settingsLibrary(resolver, object, property) ?? [named];
}

function joined(trail: string, property: string): string {
  return trail === "" ? property : `${trail}.${property}`;
}

/** Dynaconf and its like: an object whose keys are those of the files it was given. */
function settingsLibrary(resolver: Resolver, object: ExternalValue, property: string): readonly Value[] | null {
  if (object.package !== "dynaconf" || object.call === null) return null;
  const named = object.call.args.filter((argument) => /settings_files?|includes|preload/.test(argument.name ?? ""));
  const { frame } = object.call;
  const paths = named.flatMap((argument) => textsIn(resolver, resolver.evaluate(argument.value, frame)));
  const files = paths.flatMap((path) => resolver.program.filesEndingWith(path));
  const values = files.flatMap((file) => propertyOf(resolver, settingsObject(resolver, file), property) ?? []);
  return values.length > 0 ? values : null;
}

function textsIn(resolver: Resolver, values: readonly Value[]): string[] {
  return values.flatMap((value) => {
    if (value.kind === "scalar") return typeof value.value === "string" ? [value.value] : [];
    return value.kind === "list" ? value.items.flatMap((item) => textsIn(resolver, resolver.force(item))) : [];
  });
}
