import { allProperties, propertyOf } from "../resolve/objects.ts";
import type { Resolver } from "../resolve/resolver.ts";
import { asEntry, type ExternalValue, failing, type UnknownValue, type Value } from "../resolve/value.ts";
import { looksLikeModel } from "../sdks/model-names.ts";
import { sellerOfPackage } from "./seller.ts";
import { readArgument } from "./read-argument.ts";

const MAX_WRAPPINGS = 6;
const MODEL_KEYS = ["model", "model_name", "modelName", "modelId", "model_id", "id"];

/** Functions of the AI SDK that give a model to a name. */
const ALIASES = /(?:^|\.)(?:experimental_)?customProvider\(\)\.\w*[mM]odel\(\)$/;
const WRAPPERS =
  /(?:^|\.)(?:experimental_)?(?:wrapLanguageModel|wrapModel|withTracing|withMemory|wrapAISDKModel|devToolsMiddleware)\(\)$/;

/** What is asked for by a key is named by that key, not called like it: `settings.get("llm")`, `yaml.load("app")`. */
const LOOK_UPS =
  /(?:^|[.)])(?:get|get_?(?:item|env|value|param\w*|secret\w*|config\w*|setting\w*)|pop|setdefault|has|find\w*|load\w*|safe_?load|full_?load|open|read\w*|parse\w*|fetch\w*|request|query|execute|lookup|require|import_module|join|split|replace|format|input)\(\)$/i;

/** The model ids behind what a call is given as its model: text, or a provider's model object. */
export function modelIds(resolver: Resolver, values: readonly Value[], depth = 0): readonly Value[] {
  return values.flatMap((value) => idsOf(resolver, value, depth));
}

function idsOf(resolver: Resolver, value: Value, depth: number): readonly Value[] {
  if (depth > MAX_WRAPPINGS) return [];
  switch (value.kind) {
    case "scalar":
      return [value];
    case "external":
    case "unknown":
      return fromHandle(resolver, value, depth);
    case "instance":
    case "object": {
      for (const key of MODEL_KEYS) {
        const found = propertyOf(resolver, value, key);
        if (found !== null) return modelIds(resolver, found, depth + 1);
      }
      return [];
    }
    case "list":
      return value.items.flatMap((item) => modelIds(resolver, resolver.force(item), depth + 1));
    default:
      return [];
  }
}

function fromHandle(resolver: Resolver, handle: ExternalValue | UnknownValue, depth: number): readonly Value[] {
  const aliased = handle.kind === "external" ? aliasedModels(resolver, handle) : null;
  if (aliased !== null) return modelIds(resolver, aliased, depth + 1);
  for (let at: ExternalValue | UnknownValue | null = handle; at !== null; at = at.receiver) {
    if (at.call === null) continue;
    if (WRAPPERS.test(at.trail)) {
      const inner = readArgument(resolver, at.call, null, "model") ?? readArgument(resolver, at.call, null, "#0");
      return inner === null ? [handle] : modelIds(resolver, inner, depth + 1);
    }
    const [first] = at.call.args;
    const named = first === undefined || first.spread ? [] : resolver.evaluate(first.value, at.call.frame);
    const isIdentified = named.some((value) => value.kind === "scalar" && typeof value.value === "string");
    const isKnown =
      (at.kind === "external" && !LOOK_UPS.test(at.trail)) ||
      named.some((value) => value.kind === "scalar" && looksLikeModel(String(value.value)));
    if (isIdentified && isKnown && (first?.name === null || MODEL_KEYS.includes(first?.name ?? "")))
      return soldBy(at, named);
    for (const key of MODEL_KEYS.slice(0, 5)) {
      const found = readArgument(resolver, at.call, null, key);
      if (found?.some((value) => value.kind === "scalar") === true) return soldBy(at, found);
    }
    if (named.some((value) => value.kind === "unknown" && value.parameter !== null)) return named;
  }
  return [handle];
}

function soldBy(handle: ExternalValue | UnknownValue, values: readonly Value[]): readonly Value[] {
  const seller = sellerOfPackage(handle);
  return seller === null ? values : values.map((value) => (value.kind === "scalar" ? { ...value, seller } : value));
}

/** `customProvider({languageModels: {title: openai("…")}}).languageModel("title")`; a name from outside means any. */
function aliasedModels(resolver: Resolver, handle: ExternalValue): readonly Value[] | null {
  if (!ALIASES.test(handle.trail) || handle.call === null) return null;
  const provider = handle.receiver?.receiver ?? null;
  if (provider?.call == null) return null;
  const kind = handle.trail.endsWith("imageModel()")
    ? "imageModels"
    : /mbedding/.test(handle.trail)
      ? "textEmbeddingModels"
      : "languageModels";
  const [name] = handle.call.args;
  if (name === undefined) return null;
  const models = readArgument(resolver, provider.call, null, kind);
  const place = { path: handle.call.frame.path, line: handle.call.line };
  if (models === null) return [failing(`the provider has no ${kind}`, place)];
  const names = resolver.evaluate(name.value, handle.call.frame);
  const isCertain = names.length > 0 && names.every((value) => value.kind === "scalar");
  return models.flatMap((map): readonly Value[] => {
    if (map.kind !== "object") return [map];
    const named = names.flatMap((value) =>
      value.kind === "scalar" ? (propertyOf(resolver, map, String(value.value)) ?? []) : [],
    );
    if (isCertain && named.length === 0) return [failing(`the provider has no model of this name`, place)];
    if (isCertain) return named;
    return [...named, ...allProperties(resolver, map).map(asEntry)];
  });
}
