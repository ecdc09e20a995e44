import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { z } from "zod";

/** GitHub's own OpenAPI description, as far as the operations that a client calls are concerned. */

const schemaObject = z.record(z.string(), z.unknown());
const parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  schema: schemaObject,
});
const reference = z.object({ $ref: z.string() });
const content = z.record(
  z.string(),
  z.object({ schema: schemaObject, examples: z.record(z.string(), schemaObject).optional() }),
);
const operation = z.object({
  operationId: z.string(),
  parameters: z.array(z.union([parameter, reference])).optional(),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.union([z.object({ content: content.optional() }), reference])),
});
const description = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.record(z.string(), z.record(z.string(), z.unknown())),
});

type Operation = z.infer<typeof operation>;

export interface Route {
  readonly template: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly operation: Operation;
}

export class GitHubDescription {
  readonly #doc: z.infer<typeof description>;
  readonly #ajv: Ajv;
  readonly #routes: readonly {
    readonly template: string;
    readonly pattern: RegExp;
    readonly names: readonly string[];
  }[];
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor() {
    const require = createRequire(import.meta.url);
    const file = require.resolve("@octokit/openapi").replace(/index\.js$/, "generated/api.github.com.json");
    this.#doc = description.parse(JSON.parse(readFileSync(file, "utf8")));
    this.#ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false, validateFormats: true });
    formats.default(this.#ajv);
    this.#ajv.addSchema({ $id: "github", components: schemaObject.parse(jsonSchema(this.#doc.components)) });
    this.#routes = Object.keys(this.#doc.paths)
      .filter((path) => /^\/(user$|repos\/\{owner\}\/\{repo\}($|\/(commits|compare|issues|pulls)))/.test(path))
      .map((template) => ({
        template,
        names: [...template.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []),
        pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, "([^/]+)")}$`),
      }))
      // Fixed segments before parameters: /issues/comments/{id} is not /issues/{number}/comments.
      .toSorted((a, b) => a.names.length - b.names.length);
  }

  /** The operation that a request is for; null: GitHub has none. */
  route(method: string, path: string): Route | null {
    for (const { template, pattern, names } of this.#routes) {
      const match = pattern.exec(path);
      const found = match && operation.safeParse(this.#doc.paths[template]?.[method.toLowerCase()]);
      if (!match || !found?.success) continue;
      const parameters = Object.fromEntries(
        names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? "")]),
      );
      return { template, method, parameters, operation: found.data };
    }
    return null;
  }

  /** What is wrong with a request, by the description. */
  faultsOfRequest(
    { operation: { operationId, parameters = [], requestBody }, parameters: inPath }: Route,
    query: URLSearchParams,
    body: unknown,
  ): string[] {
    const known = parameters.map((one) => parameter.parse("$ref" in one ? this.#resolve(one.$ref) : one));
    const faults = known.flatMap(({ name, in: where, required, schema }) => {
      const value = where === "path" ? inPath[name] : where === "query" ? query.get(name) : null;
      if (value == null) return required === true && where !== "header" ? [`${operationId}: ${name} is missing`] : [];
      return this.#faults(`${operationId} ${name}`, schema, coerced(value, this.#plain(schema)));
    });
    const names = new Set(known.map(({ name }) => name));
    for (const name of query.keys()) if (!names.has(name)) faults.push(`${operationId}: no parameter ${name}`);
    const schema = requestBody?.content["application/json"]?.schema;
    if (schema) faults.push(...this.#faults(`${operationId} body`, schema, body));
    return faults;
  }

  /** What is wrong with an answer. */
  faultsOfAnswer({ operation: { operationId, responses } }: Route, status: number, body: unknown): string[] {
    const answer = responses[String(status)];
    if (!answer) return [];
    const resolved = z
      .object({ content: content.optional() })
      .parse("$ref" in answer ? this.#resolve(answer.$ref) : answer);
    const schema = resolved.content?.["application/json"]?.schema;
    return schema ? this.#faults(`${operationId} ${status}`, schema, body) : [];
  }

  /** GitHub's own example of a schema. */
  example(name: string): Record<string, unknown> {
    const found = z.object({ value: z.unknown() }).parse(this.#doc.components["examples"]?.[name]);
    return schemaObject.parse(Array.isArray(found.value) ? found.value[0] : found.value);
  }

  #plain(schema: Record<string, unknown>): Record<string, unknown> {
    return typeof schema["$ref"] === "string" ? schemaObject.parse(this.#resolve(schema["$ref"])) : schema;
  }

  #resolve(ref: string): unknown {
    return ref
      .replace("#/", "")
      .split("/")
      .reduce<unknown>((at, key) => schemaObject.parse(at)[key], this.#doc);
  }

  #faults(what: string, schema: Record<string, unknown>, value: unknown): string[] {
    const key = JSON.stringify(schema).replaceAll('"#/components', '"github#/components');
    const validate = this.#compiled.get(key) ?? this.#ajv.compile(schemaObject.parse(jsonSchema(JSON.parse(key))));
    this.#compiled.set(key, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).slice(0, 5).map(({ instancePath, message }) => `${what}${instancePath}: ${message}`);
  }
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type of its own for null. */
function jsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(jsonSchema);
  if (typeof node !== "object" || node === null) return node;
  const {
    nullable,
    example: _,
    examples: __,
    ...rest
  } = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, jsonSchema(value)]));
  return nullable === true ? { anyOf: [rest, { type: "null" }] } : { ...rest };
}

function coerced(text: string, { type }: Record<string, unknown>): unknown {
  return type === "integer" || type === "number" ? Number(text) : text;
}
