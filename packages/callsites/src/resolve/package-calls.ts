import { givenArgument, keywordsObject } from "./arguments.ts";
import { settingsObject } from "./imports.ts";
import type { Resolver } from "./resolver.ts";
import { type BoundCall, type ExternalValue, type Thunk, unknown, type Value, weaken } from "./value.ts";

/** Conversions and wrappers that hand their first argument on. */
const IDENTITY = new Set([
  "global:int",
  "global:str",
  "global:float",
  "global:list",
  "global:tuple",
  "global:Number",
  "global:String",
  "global:parseInt",
  "global:parseFloat",
  "global:Number.parseInt",
  "global:Number.parseFloat",
  "global:Object.freeze",
  "global:structuredClone",
  "global:max",
  "global:min",
  "global:Math.max",
  "global:Math.min",
  "typing:cast",
  "copy:deepcopy",
  "copy:copy",
  "react:cache",
  "react:useMemo",
  "functools:lru_cache()",
  "functools:partial",
  "pydantic:SecretStr",
]);

/** Declarations whose `default` (or first argument) is the value. */
const DECLARATIONS = new Map([
  ["pydantic:Field", 0],
  ["pydantic.fields:Field", 0],
  ["dataclasses:field", -1],
  ["attr:ib", 0],
  ["attrs:field", -1],
  ["typer:Option", 0],
  ["typer:Argument", 0],
  ["fastapi:Query", 0],
  ["fastapi:Body", 0],
  ["fastapi:Form", 0],
  ["fastapi:Header", 0],
  ["sqlmodel:Field", 0],
  ["sqlalchemy:Column", -1],
  ["langchain_core.pydantic_v1:Field", 0],
  ["langchain.pydantic_v1:Field", 0],
]);

const FILE_READERS =
  /^(?:json|yaml|toml|tomllib|tomli|global:JSON)(?::|\.)?.*(?:load|loads|safe_load|full_load|parse)$/;

/** Results of functions of packages and of the platform that resolution knows; null for all others. */
export function packageCall(resolver: Resolver, callee: ExternalValue, call: BoundCall): readonly Value[] | null {
  const name = `${callee.package}:${callee.trail}`;
  const [first] = call.args;
  if (IDENTITY.has(name))
    return first === undefined ? null : call.args.flatMap((arg) => resolver.evaluate(arg.value, call.frame));
  const position = DECLARATIONS.get(name);
  if (position !== undefined) return declaredDefault(resolver, call, position);
  if (name === "global:dict") return [keywordsObject(call)];
  if (name === "global:Object.assign" || name === "lodash:merge") return [merged(call)];
  if (name === "global:getattr") return attribute(resolver, call);
  if (FILE_READERS.test(name)) return fileContents(resolver, call);
  return null;
}

function declaredDefault(resolver: Resolver, call: BoundCall, position: number): readonly Value[] {
  const given = givenArgument(resolver, call, "default", position);
  if (given !== null) return given.map((value) => weaken(value, "configuration"));
  const factory = givenArgument(resolver, call, "default_factory", -1) ?? [];
  const made = factory.flatMap((value): readonly Value[] => {
    if (value.kind === "class")
      return [{ kind: "instance", of: value, call: { ...call, args: [] }, layers: [], skipOwn: false }];
    if (value.kind !== "function") return [];
    const frame = { ...value.frame, scope: value.model.scope };
    return value.model.returns.flatMap((result) => resolver.evaluate(result, frame));
  });
  return made.length > 0 ? made : [unknown("a field without a default", { path: call.frame.path, line: call.line })];
}

function merged(call: BoundCall): Value {
  const layers = call.args.map((argument) => ({
    path: [],
    value: { expression: argument.value, frame: call.frame } satisfies Thunk,
    conditional: false,
  }));
  return { kind: "object", layers, base: null };
}

/** `getattr(object, "name", default)`. */
function attribute(resolver: Resolver, call: BoundCall): readonly Value[] | null {
  const [object, name, fallback] = call.args;
  if (object === undefined || name?.value.kind !== "literal") return null;
  const member = { kind: "member", object: object.value, property: String(name.value.value), line: call.line } as const;
  const values = resolver.evaluate(member, call.frame);
  return fallback === undefined ? values : [...values, ...resolver.evaluate(fallback.value, call.frame)];
}

/** `yaml.safe_load(open("config.yaml"))`: the file is named by some constant text on the way. */
function fileContents(resolver: Resolver, call: BoundCall): readonly Value[] | null {
  const paths = new Set<string>();
  const [first] = call.args;
  if (first === undefined) return null;
  for (const value of resolver.evaluate(first.value, call.frame)) collectPaths(resolver, value, paths, 0);
  const files = [...paths].flatMap((path) => resolver.program.filesEndingWith(path));
  return files.length === 0 ? null : files.map((file) => settingsObject(resolver, file));
}

const MAX_PATH_DEPTH = 6;

function collectPaths(resolver: Resolver, value: Value, paths: Set<string>, depth: number): void {
  if (depth > MAX_PATH_DEPTH) return;
  if (value.kind === "scalar" && typeof value.value === "string" && /\.(?:json|ya?ml|toml)$/.test(value.value)) {
    paths.add(value.value);
    return;
  }
  if (value.kind !== "external" && value.kind !== "unknown") return;
  for (const argument of value.call?.args ?? []) {
    if (value.call === null) continue;
    for (const inner of resolver.evaluate(argument.value, value.call.frame))
      collectPaths(resolver, inner, paths, depth + 1);
  }
  if (value.receiver !== null) collectPaths(resolver, value.receiver, paths, depth + 1);
}
