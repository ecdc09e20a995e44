import { z } from "zod";
import { configSchema } from "./config.ts";

/**
 * The JSON Schema of `runrate.yml`, for editors. What it cannot express (exact digits, sums, dates in order) is checked when the
 * file is read.
 */
export function configJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, {
    io: "input",
    unrepresentable: "any",
    override({ jsonSchema }) {
      // A field that states its own alternatives: what zod knows of one of them must not narrow the others.
      if (jsonSchema.anyOf === undefined) return;
      for (const keyword of ["type", "properties", "required", "additionalProperties", "items", "minItems"] as const) {
        delete jsonSchema[keyword];
      }
    },
  });
  const globs = {
    anyOf: [{ type: ["string", "number"] }, { type: "array", items: { type: ["string", "number"] }, minItems: 1 }],
  };
  return {
    $schema,
    title: "runrate.yml",
    description: "Configuration of Runrate.",
    ...schema,
    $defs: { ...schema.$defs, globs },
  };
}
