import type { Call, CallOccurrence } from "../module/expression.ts";
import type { ModuleModel } from "../module/module.ts";
import { propertyOf } from "./objects.ts";
import type { NamedParameter } from "./parameters.ts";
import type { Resolver } from "./resolver.ts";
import { type ExternalValue, type Frame, moduleFrame, type UnknownValue, type Value, weaken } from "./value.ts";

/** How a parser's result is read, by the package that gives it. */
const RESULTS = [
  { packages: /^argparse$/, trail: /parse_(?:known_)?args\(\)$/, declares: /^add_argument$/ },
  { packages: /^commander$/, trail: /\bopts(?:WithGlobals)?\(\)$/, declares: /^(?:option|requiredOption)$/ },
  { packages: /^yargs(?:\/|$)/, trail: /(?:\bargv|\bparse(?:Sync|Async)?\(\))$/, declares: /^(?:options?|default)$/ },
];

/** `args.model` where a parser of the same file declares `--model` with a default; null where it is no such thing. */
export function argumentParserDefault(
  resolver: Resolver,
  object: ExternalValue,
  property: string,
): readonly Value[] | null {
  const kind = RESULTS.find(({ packages, trail }) => packages.test(object.package) && trail.test(object.trail));
  const parsed = kind === undefined ? null : callBehind(object);
  if (kind === undefined || parsed === null) return null;
  const { path, module } = parsed.frame;
  const values = module.calls.flatMap(({ call, scope }): readonly Value[] => {
    if (call.callee.kind !== "member" || !kind.declares.test(call.callee.property)) return [];
    return declaredDefault(resolver, call, { ...moduleFrame(path, module), scope }, property);
  });
  return values.length > 0 ? values : null;
}

/** The default that `@click.option("--model", default="…")` gives to a parameter of the function below it. */
export function commandOptionDefault(
  resolver: Resolver,
  { function: model, parameter }: NamedParameter,
  { path, module }: Frame,
): readonly Value[] {
  if (module.language !== "python" || model.class !== null) return [];
  const declares = module.calls.filter(
    ({ call }) =>
      call.callee.kind === "member" &&
      /^(?:option|argument)$/.test(call.callee.property) &&
      call.line <= model.line &&
      !hasFunctionBetween(module, call.line, model.line),
  );
  return declares.flatMap(({ call, scope }: CallOccurrence) =>
    declaredDefault(resolver, call, { ...moduleFrame(path, module), scope }, parameter.name),
  );
}

function hasFunctionBetween(module: ModuleModel, from: number, to: number): boolean {
  return [...module.scope.bindings.values()]
    .flat()
    .some(({ value }) => value.kind === "function" && value.model.line >= from && value.model.line < to);
}

/** `("-m", "--model", default="x")`, `("-m, --model <name>", "what it is", "x")`, `("model", { default: "x" })`. */
function declaredDefault(resolver: Resolver, call: Call, frame: Frame, property: string): readonly Value[] {
  const found = (values: readonly Value[]): readonly Value[] => values.map((value) => weaken(value, "configuration"));
  const [first, second, third] = call.args;
  if (first?.name === null && first.value.kind === "object") {
    // yargs: `.options({ model: { default: "x" } })`, `.default({ model: "x" })`
    const isPlain = call.callee.kind === "member" && call.callee.property === "default";
    return resolver.evaluate(first.value, frame).flatMap((options) => {
      const declared = propertyOf(resolver, options, property) ?? [];
      return found(isPlain ? declared : declared.flatMap((option) => propertyOf(resolver, option, "default") ?? []));
    });
  }
  const isNamed = call.args.some(
    ({ name, value }) =>
      (name === null || name === "dest") && value.kind === "literal" && namesOf(String(value.value)).includes(property),
  );
  if (!isNamed) return [];
  const keyword = call.args.find((argument) => argument.name === "default");
  if (keyword !== undefined) return found(resolver.evaluate(keyword.value, frame));
  if (frame.module.language === "python") return [];
  if (third !== undefined) return found(resolver.evaluate(third.value, frame));
  if (second?.value.kind === "object")
    return resolver
      .evaluate(second.value, frame)
      .flatMap((options) => found(propertyOf(resolver, options, "default") ?? []));
  return second !== undefined && call.callee.kind === "member" && call.callee.property === "default"
    ? found(resolver.evaluate(second.value, frame))
    : [];
}

/** What an option is read by: `max_tokens` and `maxTokens` of `-t, --max-tokens <count>`. */
function namesOf(declared: string): string[] {
  return declared.split(/[ ,|]+/).flatMap((word) => {
    const name = word.replace(/^--?/, "");
    const words = name.split("-");
    const camel = words.map((part, index) => (index === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1)));
    return [name, words.join("_"), camel.join("")];
  });
}

function callBehind(object: ExternalValue): ExternalValue["call"] {
  for (let at: ExternalValue | UnknownValue | null = object; at !== null; at = at.receiver)
    if (at.call !== null) return at.call;
  return null;
}
