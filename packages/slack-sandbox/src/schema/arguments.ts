import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { isJsonObject, type Json, type JsonObject, parseJson } from "../json.ts";
import { slackShapes } from "./slack-shapes.data.ts";

/** Arguments that Slack's methods take and the types of `@slack/web-api` 8.2 leave out, by method, with who says so. */
const untypedArguments: Readonly<Record<string, readonly string[]>> = {
  // docs.slack.dev/reference/methods/conversations.history and .replies
  "conversations.history": ["include_all_metadata"],
  "conversations.replies": ["include_all_metadata"],
};

/** Taken by every method. The WebClient that Bolt makes for a workspace sends `team_id` with each call: @slack/web-api, `WebClientOptions.teamId`. */
const commonArguments = ["token", "team_id"];

const ajv = new Ajv({ discriminator: true, allErrors: true, strict: false });
ajv.addSchema({ $id: "slack", definitions: slackShapes.definitions });
const compiled = new Map<string, ValidateFunction>();

/** Whether a value has the shape of one of Slack's types, by its name in `@slack/types`. @returns the faults, in words */
export function shapeFaults(definition: string, value: Json): string[] {
  return run(`slack#/definitions/${definition}`, () => ({ $ref: `slack#/definitions/${definition}` }), value);
}

export function isKnownMethodShape(method: string): boolean {
  return method in slackShapes.methods;
}

/** The names a method takes, `token` and `team_id` included. */
export function argumentNames(method: string): ReadonlySet<string> {
  const names = new Set([...commonArguments, ...(untypedArguments[method] ?? [])]);
  for (const properties of propertiesOf(method)) for (const name of Object.keys(properties)) names.add(name);
  return names;
}

/** Whether the arguments have the types that `@slack/web-api` gives them. @returns the faults, in words */
export function argumentFaults(method: string, args: JsonObject): string[] {
  const untyped = [...commonArguments, ...(untypedArguments[method] ?? [])];
  const typed = Object.fromEntries(Object.entries(args).filter(([name]) => !untyped.includes(name)));
  return run(`method:${method}`, () => slackShapes.methods[method] ?? {}, typed);
}

/** Turns the strings of a form-encoded body into the types that the method's arguments have. */
export function decodeForm(method: string, form: Iterable<readonly [string, string]>): JsonObject {
  const types = argumentTypes(method);
  const args: Record<string, Json> = {};
  for (const [name, text] of form) args[name] = decode(text, types.get(name));
  return args;
}

function decode(text: string, types: ReadonlySet<string> | undefined): Json {
  if (!types || types.has("string")) return text;
  if (types.has("boolean") && ["true", "1"].includes(text)) return true;
  if (types.has("boolean") && ["false", "0"].includes(text)) return false;
  if ((types.has("number") || types.has("integer")) && text.trim() !== "" && Number.isFinite(Number(text)))
    return Number(text);
  return parseJson(text) ?? text;
}

function argumentTypes(method: string): Map<string, Set<string>> {
  const types = new Map<string, Set<string>>();
  for (const properties of propertiesOf(method)) {
    for (const [name, schema] of Object.entries(properties)) {
      const known = types.get(name) ?? new Set<string>();
      const type = isJsonObject(schema) ? schema["type"] : undefined;
      for (const each of Array.isArray(type) ? type : [type ?? "json"]) known.add(String(each));
      types.set(name, known);
    }
  }
  return types;
}

function propertiesOf(method: string): JsonObject[] {
  const schema: unknown = slackShapes.methods[method];
  if (!isJsonObject(schema)) return [];
  const variants = Array.isArray(schema["anyOf"]) ? schema["anyOf"].filter(isJsonObject) : [schema];
  return variants.map((variant) => variant["properties"]).filter(isJsonObject);
}

function run(key: string, schema: () => object, value: Json | JsonObject): string[] {
  let validate = compiled.get(key);
  if (!validate) {
    validate = ajv.compile(schema());
    compiled.set(key, validate);
  }
  return validate(value) ? [] : words(validate.errors ?? []);
}

function words(errors: readonly ErrorObject[]): string[] {
  const said = errors
    .filter((error) => error.keyword !== "anyOf" && error.keyword !== "oneOf")
    .map((error) => `${error.instancePath || "/"} ${error.message ?? error.keyword}${detail(error.params)}`);
  return [...new Set(said)].slice(0, 8);
}

function detail(params: Record<string, unknown>): string {
  const told = params["additionalProperty"] ?? params["allowedValue"] ?? params["allowedValues"] ?? params["tagValue"];
  return told === undefined ? "" : ` (${String(told)})`;
}
