import type { ClassModel } from "../module/module.ts";
import { environmentDefault } from "./environment.ts";
import { propertyOf } from "./objects.ts";
import type { Resolver } from "./resolver.ts";
import type { ClassValue, Value } from "./value.ts";

const MAX_BASES = 8;

/**
 * A field of a pydantic settings class: the environment variable of its name comes before its default, so that the default
 * is one of the environment. Null for a field of any other class.
 */
export function settingsField(
  resolver: Resolver,
  of: ClassValue,
  key: string,
  fields: readonly Value[],
): readonly Value[] | null {
  if (!fields.some((value) => value.kind === "scalar") || !isSettingsClass(resolver, of, 0)) return null;
  const name = `${prefixOf(resolver, of, 0)}${key}`.toUpperCase();
  return environmentDefault(resolver, name, of.frame.path, fields);
}

function isSettingsClass(resolver: Resolver, { model, frame }: ClassValue, depth: number): boolean {
  if (depth > MAX_BASES) return false;
  return model.bases.some((base) =>
    resolver
      .evaluate(base, frame)
      .some((value) =>
        value.kind === "external"
          ? value.package.startsWith("pydantic") && /(?:^|\.)BaseSettings$/.test(value.trail)
          : value.kind === "class" && isSettingsClass(resolver, value, depth + 1),
      ),
  );
}

/** `model_config = SettingsConfigDict(env_prefix="APP_")`, or the older `class Config: env_prefix = "APP_"`. */
function prefixOf(resolver: Resolver, { model, frame }: ClassValue, depth: number): string {
  const within = { ...frame, scope: model.scope, activation: null };
  const configs = ["model_config", "Config"].flatMap((name) => model.scope.bindings.get(name) ?? []);
  for (const { value } of configs) {
    const found =
      value.kind === "call"
        ? value.args
            .filter(({ name }) => name === "env_prefix")
            .flatMap((argument) => resolver.evaluate(argument.value, within))
        : value.kind === "class"
          ? prefixInClass(resolver, value.model, within)
          : resolver.evaluate(value, within).flatMap((config) => propertyOf(resolver, config, "env_prefix") ?? []);
    const [prefix] = found;
    if (prefix?.kind === "scalar" && typeof prefix.value === "string") return prefix.value;
  }
  const [inherited] = bases(resolver, model, frame);
  return inherited === undefined || depth > MAX_BASES ? "" : prefixOf(resolver, inherited, depth + 1);
}

function bases(resolver: Resolver, model: ClassModel, frame: ClassValue["frame"]): ClassValue[] {
  return model.bases.flatMap((base) =>
    resolver.evaluate(base, frame).flatMap((value) => (value.kind === "class" ? [value] : [])),
  );
}

function prefixInClass(resolver: Resolver, model: ClassModel, frame: ClassValue["frame"]): readonly Value[] {
  const declared = model.scope.bindings.get("env_prefix")?.at(-1);
  return declared === undefined ? [] : resolver.evaluate(declared.value, { ...frame, scope: model.scope });
}
