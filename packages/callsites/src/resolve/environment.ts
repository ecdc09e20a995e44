import type { Resolver } from "./resolver.ts";
import { type BoundCall, type ExternalValue, type Location, unknown, type Value, weaken } from "./value.ts";

/** Objects whose members are environment variables, as `package:trail`. */
const VARIABLE_OBJECTS = [
  "global:process.env",
  "process:env",
  "node:process:env",
  "global:import.meta.env",
  "global:Bun.env",
  "os:environ",
];
const META_ENV = /(?:^|\.)(?:process|import\.meta|Bun)\.env$/;

/** Functions that read one, with an optional default as second argument. */
const READERS = new Set([
  "os:getenv",
  "os:environ.get",
  "global:Deno.env.get",
  "decouple:config",
  "starlette.config:Config()",
  "environs:Env().str",
  "environs:Env().int",
  "environs:Env()",
  "environ:Env()",
  "django-environ:Env()",
]);

/** The value of `process.env.NAME` and its like; null where `named` is no variable. */
export function environmentValue(resolver: Resolver, named: ExternalValue, at: Location): readonly Value[] | null {
  const cut = named.trail.lastIndexOf(".");
  if (cut === -1) return named.package === "os" ? null : shortObject(resolver, named, at);
  const host = named.trail.slice(0, cut);
  const name = named.trail.slice(cut + 1);
  const isObject =
    VARIABLE_OBJECTS.includes(`${named.package}:${host}`) || (named.package === "global" && META_ENV.test(host));
  if (!isObject || (named.package === "os" && !/^[A-Z][A-Z0-9_]*$/.test(name))) return null;
  return variable(resolver, name, at);
}

/** `import { env } from "node:process"`, `$env/static/private`. */
function shortObject(resolver: Resolver, named: ExternalValue, at: Location): readonly Value[] | null {
  return named.package.startsWith("$env/") ? variable(resolver, named.trail, at) : null;
}

/** `os.getenv("NAME", default)`; null where the function reads no variable. */
export function environmentCall(resolver: Resolver, callee: ExternalValue, call: BoundCall): readonly Value[] | null {
  if (!READERS.has(`${callee.package}:${callee.trail}`)) return null;
  const at = { path: call.frame.path, line: call.line };
  const [first, second] = call.args;
  const fallback = call.args.find((argument) => argument.name === "default") ?? second;
  const names = first === undefined ? [] : resolver.evaluate(first.value, call.frame);
  const values = names.flatMap((name) => (name.kind === "scalar" ? variable(resolver, String(name.value), at) : []));
  if (fallback === undefined)
    return values.length > 0 ? values : [{ ...unknown("an environment variable", at), isVariable: true }];
  if (values.length > 0 && values.every((value) => value.kind === "scalar")) return values;
  const defaults = resolver.evaluate(fallback.value, call.frame).map((value) => weaken(value, "environment"));
  return [...values.filter((value) => value.kind === "scalar"), ...defaults];
}

/** A variable that has a default: what the tree's files set it to, then the default, which anything outside may replace. */
export function environmentDefault(
  resolver: Resolver,
  name: string,
  path: string,
  defaults: readonly Value[],
): readonly Value[] {
  const set = variable(resolver, name, { path, line: 0 }).filter((value) => value.kind === "scalar");
  return [...set, ...defaults.map((value) => weaken(value, "environment"))];
}

/** What the tree's environment files say of a variable. It can always be set to something else. */
function variable(resolver: Resolver, name: string, at: Location): readonly Value[] {
  const declared = resolver.program.production(name);
  if (declared !== null) {
    const place = { path: declared.path, line: declared.line };
    return [{ kind: "scalar", value: declared.value, at: place, slot: name, strength: "environment" }];
  }
  const entry = resolver.program.environment(name, at.path);
  const outside: Value = { ...unknown(`environment variable ${name}`, at), isVariable: true };
  if (entry === null) return [outside];
  const where = { path: entry.path, line: entry.line };
  return [{ kind: "scalar", value: entry.value, at: where, slot: name, strength: "environment" }, outside];
}
