import { propertyOf } from "./objects.ts";
import type { Resolver } from "./resolver.ts";
import type { ExternalValue, UnknownValue, Value } from "./value.ts";

const ENVIRONMENT_SCHEMAS = /^@t3-oss\/env-/;
const SCHEMA_PACKAGES = /^(?:zod|zod\/.*|valibot|@hapi\/joi|joi|yup|convict|envalid)$/;
const PARSERS = /\.(?:parse|safeParse|parseAsync|validate|cast)\(\)(?:\.(?:data|value))?$/;

/** The objects of field schemas behind the result of `createEnv({server: …})` or `z.object({…}).parse(…)`. */
export function schemaFields(resolver: Resolver, value: ExternalValue): readonly Value[] | null {
  if (ENVIRONMENT_SCHEMAS.test(value.package) && value.call !== null) {
    const [options] = value.call.args;
    if (options === undefined) return null;
    const objects = resolver.evaluate(options.value, value.call.frame);
    return ["server", "client", "shared"].flatMap((key) =>
      objects.flatMap((object) => propertyOf(resolver, object, key) ?? []),
    );
  }
  if (value.package === "envalid" && value.call !== null) return argument(resolver, value, 1);
  if (!SCHEMA_PACKAGES.test(value.package) || !PARSERS.test(value.trail)) return null;
  for (let at: ExternalValue | UnknownValue | null = value; at !== null; at = at.receiver) {
    if (at.call !== null && /\bobject\(\)$/.test(at.trail)) return argument(resolver, at, 0);
  }
  return null;
}

/** The default that a schema gives: `z.string().default("x")`. A plain value is its own default. */
export function schemaDefault(resolver: Resolver, value: Value): readonly Value[] | null {
  if (value.kind === "scalar") return [value];
  if (value.kind !== "external") return null;
  for (let at: ExternalValue | UnknownValue | null = value; at !== null; at = at.receiver) {
    if (at.call === null) continue;
    if (/\.(?:default|catch|prefault)\(\)$/.test(at.trail)) return argument(resolver, at, 0);
    const options = argument(resolver, at, 0) ?? [];
    const given = options.flatMap((option) =>
      option.kind === "object" ? (propertyOf(resolver, option, "default") ?? []) : [],
    );
    if (given.length > 0) return given;
  }
  return null;
}

function argument(resolver: Resolver, value: ExternalValue | UnknownValue, position: number): readonly Value[] | null {
  const given = value.call?.args[position];
  return given === undefined || value.call === null ? null : resolver.evaluate(given.value, value.call.frame);
}
