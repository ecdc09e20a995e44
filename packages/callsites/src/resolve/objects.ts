import type { Resolver } from "./resolver.ts";
import type { Layer, ObjectValue, Value } from "./value.ts";

/** Values of a key; null where the value certainly has no such key. Later layers win over earlier ones. */
export function propertyOf(resolver: Resolver, value: Value, key: string): readonly Value[] | null {
  switch (value.kind) {
    case "object":
      return resolver.deeper(() => objectProperty(resolver, value, key), null);
    case "instance":
      return resolver.deeper(() => resolver.instanceProperty(value, key), null);
    case "unknown":
      return [{ ...value, trail: `${value.trail}.${key}`, call: null }];
    case "external":
      return [{ ...value, trail: `${value.trail}.${key}`, call: null, receiver: value }];
    default:
      return null;
  }
}

function objectProperty(resolver: Resolver, object: ObjectValue, key: string): readonly Value[] | null {
  if (object.without?.includes(key) === true) return null;
  const found: Value[] = [];
  for (let position = object.layers.length - 1; position >= 0; position -= 1) {
    const layer = object.layers[position];
    if (layer === undefined) continue;
    const [head, ...rest] = layer.path;
    if (head === undefined) {
      const spread = resolver.force(layer.value);
      const values = spread.map((part) => propertyOf(resolver, part, key));
      found.push(...values.flatMap((part) => part ?? []));
      // What comes from outside may hold anything, yet says nothing: earlier layers still count.
      const isCertain =
        values.every((part) => part !== null) &&
        spread.every((part) => part.kind !== "unknown" && part.kind !== "external");
      if (!layer.conditional && values.length > 0 && isCertain) return found;
    } else if (rest.length === 0 && (head === key || head === "*")) {
      found.push(...resolver.force(layer.value));
      if (!layer.conditional && head === key) return found;
    } else if (head === key) {
      const inner: Layer = { ...layer, path: rest };
      const below = objectProperty(resolver, { ...object, layers: object.layers.slice(0, position) }, key);
      const hosts: readonly Value[] = below ?? [{ kind: "object", layers: [], base: null }];
      return [...found, ...hosts.map((host) => withLayers(host, [inner]))];
    }
  }
  const inherited = object.base === null ? null : propertyOf(resolver, object.base, key);
  if (inherited !== null) found.push(...inherited);
  return found.length > 0 ? found : null;
}

/** The value after assignments to its parts. */
export function withLayers(value: Value, layers: readonly Layer[]): Value {
  switch (value.kind) {
    case "object":
    case "instance":
      return { ...value, layers: [...value.layers, ...layers] };
    case "unknown":
      return { kind: "object", layers, base: value };
    default:
      return value;
  }
}

/** The value as the rest of a destructuring that took the keys out of it. */
export function withoutKeys(value: Value, keys: readonly string[]): Value {
  return { kind: "object", layers: [], base: value, without: keys };
}

/** Every value an object may hold under any key. */
export function allProperties(resolver: Resolver, object: ObjectValue): readonly Value[] {
  return object.layers.flatMap((layer): readonly Value[] => {
    if (layer.path.length > 1) return [];
    const values = resolver.force(layer.value);
    if (layer.path.length === 1) return values;
    return values.flatMap((value) => (value.kind === "object" ? allProperties(resolver, value) : []));
  });
}
