import { z } from "zod";

/** What is used of a JSON Schema to write a table of its keys. */
interface KeySchema {
  type?: string | string[] | undefined;
  description?: string | undefined;
  default?: unknown;
  properties?: Record<string, KeySchema> | undefined;
  required?: string[] | undefined;
  additionalProperties?: boolean | KeySchema | undefined;
  items?: KeySchema | undefined;
  anyOf?: KeySchema[] | undefined;
  patternProperties?: unknown;
  not?: unknown;
}

const keySchema: z.ZodType<KeySchema> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    description: z.string().optional(),
    default: z.unknown().optional(),
    properties: z.record(z.string(), keySchema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), keySchema]).optional(),
    items: keySchema.optional(),
    anyOf: z.array(keySchema).optional(),
    patternProperties: z.unknown().optional(),
    not: z.unknown().optional(),
  }),
);

const BEGIN = "<!-- generated from packages/config: do not edit -->";
const END = "<!-- end of the generated part -->";

/** @throws Error when the page has no generated part */
export function withReference(page: string, reference: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`the page needs the lines ${BEGIN} and ${END}`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${reference}\n${page.slice(end)}`;
}

/** A section for each top-level key, with a table of the keys in it. */
export function referenceOf(schema: Readonly<Record<string, unknown>>): string {
  const { properties = {} } = keySchema.parse(schema);
  return Object.entries(properties)
    .map(([name, section]) => {
      const rows = rowsOf("", section);
      const table = rows.length === 0 ? [] : ["", "| key | value | |", "| --- | --- | --- |", ...rows];
      return [`### \`${name}\``, "", `${section.description ?? ""}${shapeOf(section)}`, ...table, ""].join("\n");
    })
    .join("\n");
}

function shapeOf(section: KeySchema): string {
  if (section.type === "array") return " A list of:";
  if (typeof section.additionalProperties === "object" && !section.properties) return " A map from names to:";
  return "";
}

function rowsOf(prefix: string, schema: KeySchema, required = false): string[] {
  if (schema.not !== undefined) return [];
  const inner =
    schema.items ?? (typeof schema.additionalProperties === "object" ? schema.additionalProperties : schema);
  // Selectors are explained once, above the tables.
  const isLeaf = schema.anyOf !== undefined || schema.patternProperties !== undefined || inner.properties === undefined;
  const own = prefix === "" || (!isLeaf && schema.description === undefined) ? [] : [row(prefix, schema, required)];
  if (isLeaf) return own;
  const suffix = prefix === "" ? "" : schema.items ? "[]." : inner === schema ? "." : ".<name>.";
  const keys = Object.entries(inner.properties ?? {});
  return [
    ...own,
    ...keys.flatMap(([key, value]) => rowsOf(`${prefix}${suffix}${key}`, value, inner.required?.includes(key))),
  ];
}

function row(key: string, schema: KeySchema, required: boolean): string {
  const preset =
    schema.default === undefined || JSON.stringify(schema.default).length > 40
      ? ""
      : `default ${shown(schema.default)}`;
  return `| \`${key}\` | ${cell(schema.description ?? kindOf(schema))} | ${required ? "required" : preset} |`;
}

function kindOf(schema: KeySchema): string {
  if (schema.type === "boolean") return "true or false";
  if (schema.type === "array")
    return `a list${schema.items?.description === undefined ? "" : ` of: ${schema.items.description}`}`;
  if (schema.type === "object") return typeof schema.additionalProperties === "object" ? "a map" : "keys of its own";
  return String(schema.type ?? "");
}

function shown(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
