import { z } from "zod";
import { suggestion } from "../problem.ts";
import { texts } from "../fields.ts";

/** The columns by which usage can be selected; anything else is a tag. */
export const SELECTABLE = [
  "provider",
  "model",
  "project",
  "api_key",
  "user",
  "workload",
  "organisation",
  "region",
  "service_tier",
  "source",
] as const;

/** One condition on a usage record: any of the values, which may hold `*` globs, fits. */
export interface Condition {
  readonly dimension: (typeof SELECTABLE)[number] | `tag:${string}`;
  readonly values: readonly string[];
}

/** All conditions must hold; an empty selector fits everything. */
export type Selector = readonly Condition[];

const values = texts("a value, or a list of which any fits; * stands for any text");
const tagKey = /^tags?[.:](.+)$/;

/** A map such as `{ project: "search-*", tags.team: [a, b] }`; `tags: { team: a }` is the same as `tags.team: a`. */
export const selector = z
  .record(z.string(), z.unknown())
  .transform((map, context): Selector => {
    const conditions: Condition[] = [];
    const add = (dimension: Condition["dimension"], key: readonly string[], held: unknown) => {
      const read = values.safeParse(held);
      if (read.success) conditions.push({ dimension, values: read.data });
      else
        context.issues.push({
          code: "custom",
          input: held,
          path: [...key],
          message: "must be a text or a list of texts",
        });
    };
    for (const [key, held] of Object.entries(map)) {
      const known = SELECTABLE.find((one) => one === key);
      const tag = tagKey.exec(key)?.[1];
      if (known !== undefined) add(known, [key], held);
      else if (tag !== undefined) add(`tag:${tag}`, [key], held);
      else if (key === "tags" && typeof held === "object" && held !== null && !Array.isArray(held)) {
        for (const [name, value] of Object.entries(held)) add(`tag:${name}`, [key, name], value);
      } else {
        const message = `unknown key "${key}"${suggestion(key, [...SELECTABLE, "tags"])}`;
        context.issues.push({ code: "unrecognized_keys", keys: [key], input: map, message });
      }
    }
    return conditions;
  })
  .meta({
    type: "object",
    description: "Which usage is meant: all keys must fit; * stands for any text; a list means any of them.",
    properties: Object.fromEntries(SELECTABLE.map((key) => [key, { $ref: "#/$defs/globs" }])),
    patternProperties: { "^tags?[.:]": { $ref: "#/$defs/globs" } },
    additionalProperties: false,
  });
