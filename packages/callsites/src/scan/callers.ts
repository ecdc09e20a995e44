import type { CallOccurrence } from "../module/expression.ts";
import type { FunctionModel, ModuleModel } from "../module/module.ts";
import { constructorOf, isConstructor, lineage } from "../resolve/lineage.ts";
import type { Program } from "../resolve/program.ts";
import type { Resolver } from "../resolve/resolver.ts";
import { type Frame, moduleFrame, type Value } from "../resolve/value.ts";

/** Beyond this a name is everybody's, and its callers are not looked for. */
const MAX_FILES = 80;
const MAX_CALLERS = 60;

/** Method names that say nothing about whose they are. */
const COMMON = new Set(
  "get set add run call invoke generate complete chat send request post execute process handle main create stream predict query ask load start init apply update build parse map filter then __call__ forward respond answer".split(
    " ",
  ),
);

export interface Caller {
  readonly path: string;
  readonly module: ModuleModel;
  readonly occurrence: CallOccurrence;
  /** The object whose method is called. */
  readonly self: Value | null;
}

/** Who calls a function of the tree, or constructs a class by its constructor. Ambiguous callers are left out. */
export function findCallers(
  program: Program,
  resolver: Resolver,
  model: FunctionModel,
  parameter: string,
): readonly Caller[] {
  const isMaking = isConstructor(model);
  const name = isMaking ? (model.class?.name ?? "") : model.name;
  if (name === "" || name === "anonymous" || name === "lambda") return [];
  const files = program.filesMentioning(name);
  if (files.length > MAX_FILES) return [];
  const callers: Caller[] = [];
  for (const path of files) {
    const module = program.module(path);
    if (module === null) continue;
    for (const occurrence of module.calls) {
      if (callers.length >= MAX_CALLERS) return callers;
      const { callee } = occurrence.call;
      const called = callee.kind === "member" ? callee.property : callee.kind === "name" ? callee.name : "";
      if (called !== name && !(isMaking && isSubclass(program, resolver, path, module, called, model))) continue;
      if (isInside(occurrence, model)) continue;
      const self = matchCallee(
        resolver,
        occurrence,
        { ...moduleFrame(path, module), scope: occurrence.scope },
        model,
        parameter,
      );
      if (self !== false) callers.push({ path, module, occurrence, self });
    }
  }
  return callers;
}

function isSubclass(
  program: Program,
  resolver: Resolver,
  path: string,
  module: ModuleModel,
  called: string,
  model: FunctionModel,
): boolean {
  const bound = called === "" ? undefined : module.scope.bindings.get(called)?.[0]?.value;
  if (bound?.kind !== "class" || constructorOf(bound.model) !== null || model.class === null) return false;
  const of = { kind: "class", model: bound.model, frame: moduleFrame(path, module) } as const;
  return lineage(resolver, { of, call: null }).some((ancestor) => ancestor.of.model === model.class);
}

/** False for a call of something else; otherwise the object, or null for a plain function. */
function matchCallee(
  resolver: Resolver,
  { call }: CallOccurrence,
  frame: Frame,
  model: FunctionModel,
  parameter: string,
): Value | null | false {
  const values = resolver.ask(call.callee, frame);
  for (const value of values) {
    if (value.kind === "function" && value.model === model) return value.self;
    if (value.kind === "class" && isConstructor(model)) {
      const ancestors = lineage(resolver, { of: value, call: null });
      if (ancestors.some((ancestor) => ancestor.of.model === model.class))
        return {
          kind: "instance",
          of: value,
          call: { args: call.args, frame, line: call.line },
          layers: [],
          skipOwn: false,
        };
    }
  }
  const isUnclear = values.length > 0 && values.every((value) => value.kind === "unknown");
  if (!isUnclear || call.callee.kind !== "member" || model.class === null || isConstructor(model)) return false;
  const isNamed = call.args.some((argument) => argument.name === parameter);
  return isNamed || !COMMON.has(model.name) ? null : false;
}

function isInside(occurrence: CallOccurrence, model: FunctionModel): boolean {
  for (let scope: CallOccurrence["scope"] | null = occurrence.scope; scope !== null; scope = scope.parent) {
    if (scope.function === model) return true;
  }
  return false;
}
