import { createGenerator, type Schema } from "ts-json-schema-generator";

/** Arguments that are checked by their own schema or limits, block by block, rather than as part of the method's. */
const checkedApart = new Set(["attachments", "blocks", "message", "metadata", "view"]);

/**
 * JSON schemas of every method's arguments and of every block, made from the types of `@slack/web-api` and
 * `@slack/types`. The types hold no lengths: those are in `limits.ts`.
 *
 * @param shapesFile the TypeScript file that names the types (`scripts/slack-shapes.ts`)
 * @param tsconfig a tsconfig that covers it
 * @returns the text of `slack-shapes.data.ts`
 */
export function generateSlackShapes(shapesFile: string, tsconfig: string): string {
  const options = {
    path: shapesFile,
    tsconfig,
    skipTypeCheck: true,
    additionalProperties: false,
    topRef: false,
    jsDoc: "none",
  } as const;
  // Inlined, because several methods' types share a name (`Channel`) and differ in meaning.
  const methods = createGenerator({ ...options, expose: "none" }).createSchema("MethodArguments").properties ?? {};
  const content = createGenerator({ ...options, expose: "export" }).createSchema("ContentShapes");
  const definitions = content.definitions ?? {};
  const shapes = {
    methods: Object.fromEntries(
      Object.entries(methods).map(([name, schema]) => [name, withoutContent(asSchema(schema))]),
    ),
    definitions: Object.fromEntries(
      Object.entries(definitions).map(([name, schema]) => [name, discriminated(asSchema(schema), definitions)]),
    ),
  };
  return [
    "// Generated from the types of @slack/web-api and @slack/types by scripts/write-slack-shapes.ts. Do not edit.",
    `export const slackShapes: { readonly methods: Readonly<Record<string, object>>; readonly definitions: Readonly<Record<string, object>> } = ${JSON.stringify(shapes, null, 1)};`,
    "",
  ].join("\n");
}

function asSchema(schema: Schema | boolean | undefined): Schema {
  return typeof schema === "object" ? schema : {};
}

function withoutContent(schema: Schema): Schema {
  const result: Schema = { ...schema };
  if (schema.properties) {
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [name, checkedApart.has(name) ? {} : property]),
    );
  }
  if (schema.anyOf) {
    const variants = new Map(
      schema.anyOf.map((variant) => [JSON.stringify(withoutContent(asSchema(variant as Schema))), variant]),
    );
    result.anyOf = [...variants.keys()].map((text): Schema => JSON.parse(text));
  }
  return result;
}

/** Unions told apart by their `type` become discriminated, so that a fault names the field and not twenty alternatives. */
function discriminated(schema: Schema, definitions: Record<string, Schema | boolean>): Schema {
  if (Array.isArray(schema)) return schema;
  const result: Schema = { ...schema };
  if (schema.properties) {
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [
        name,
        discriminated(asSchema(property as Schema), definitions),
      ]),
    );
  }
  if (typeof schema.items === "object" && !Array.isArray(schema.items))
    result.items = discriminated(schema.items, definitions);
  if (schema.anyOf) {
    const variants = flatten(
      schema.anyOf.map((variant) => asSchema(variant as Schema)),
      definitions,
    );
    if (
      variants.length > 1 &&
      variants.every((variant) => constType(variant, definitions) !== undefined) &&
      allDistinct(variants, definitions)
    ) {
      delete result.anyOf;
      return {
        ...result,
        type: "object",
        required: ["type"],
        discriminator: { propertyName: "type" },
        oneOf: variants,
      } as Schema;
    }
    result.anyOf = schema.anyOf.map((variant) => discriminated(asSchema(variant as Schema), definitions));
    // Alternatives of one type (an image by URL or by file): the type stands beside them, where a discriminator looks.
    const shared = constType(schema, definitions);
    if (shared !== undefined)
      return { ...result, type: "object", properties: { type: { const: shared } }, required: ["type"] } as Schema;
  }
  return result;
}

function resolve(schema: Schema, definitions: Record<string, Schema | boolean>): Schema {
  const name = schema.$ref?.replace("#/definitions/", "");
  return name === undefined ? schema : asSchema(definitions[decodeURIComponent(name)]);
}

function flatten(variants: readonly Schema[], definitions: Record<string, Schema | boolean>): Schema[] {
  return variants.flatMap((variant) => {
    const inner = resolve(variant, definitions).anyOf;
    return inner && constType(variant, definitions) === undefined
      ? flatten(
          inner.map((each) => asSchema(each as Schema)),
          definitions,
        )
      : [variant];
  });
}

function constType(schema: Schema, definitions: Record<string, Schema | boolean>): unknown {
  const { properties, anyOf } = resolve(schema, definitions);
  if (!anyOf) return asSchema(properties?.["type"] as Schema).const;
  const types = new Set(anyOf.map((variant) => constType(asSchema(variant as Schema), definitions)));
  return types.size === 1 ? [...types][0] : undefined;
}

function allDistinct(variants: readonly Schema[], definitions: Record<string, Schema | boolean>): boolean {
  return new Set(variants.map((variant) => constType(variant, definitions))).size === variants.length;
}
