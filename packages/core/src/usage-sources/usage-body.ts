import { checkCount, type UsageFault } from "../check-usage.ts";

/** A provider's usage object while it is being read: what was taken from it is remembered, so that the rest can be judged. */
export interface UsageBody {
  /** The count at a path, 0 when it is absent or null; a count that is not a whole number is kept as the body's fault. */
  count(...path: readonly string[]): number;
  /** Whether the path holds a number. */
  has(...path: readonly string[]): boolean;
  /** The text at a path, or undefined. */
  text(...path: readonly string[]): string | undefined;
  /** The objects of a list at a path; empty when there is none. */
  list(...path: readonly string[]): readonly Readonly<Record<string, unknown>>[];
  /** The first fault met so far. */
  fault(): UsageFault | undefined;
  /** Names that count something, are above 0 and were not taken: what may be billed without anyone's knowing its price. */
  leftovers(): readonly string[];
}

/** Keys whose numbers count billable things; times, costs and ids do not. */
const COUNTS =
  /(?:tokens?|token_?counts?|requests?|searches|calls?|sessions?|seconds|minutes|pages|images|characters|units)$/i;

/** Sums and parts that are in the counts that were taken: never billed by themselves. */
const WITHIN = new Set([
  "total_tokens",
  "totalTokens",
  "totalTokenCount",
  "total_token_count",
  "text_tokens",
  "accepted_prediction_tokens",
  "rejected_prediction_tokens",
  "multimodal_tokens",
  "prompt_cache_miss_tokens",
  "tool_calls_requested",
  "tool_calls_executed",
]);

/** Opens a usage object. Lists of details by modality are read through `list`, which takes them whole. */
export function openUsageBody(object: Readonly<Record<string, unknown>>): UsageBody {
  const taken = new Set<string>();
  let fault: UsageFault | undefined;
  const at = (path: readonly string[]): unknown => {
    taken.add(path.join("."));
    let value: unknown = object;
    for (const key of path) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    return value;
  };
  return {
    count(...path) {
      const value = at(path);
      if (value === undefined || value === null) return 0;
      if (typeof value !== "number") {
        fault ??= { code: "not_a_number", message: `${path.join(".")} is not a number: it must be a whole number` };
        return 0;
      }
      fault ??= checkCount(path.join("."), value);
      return value;
    },
    has: (...path) => typeof at(path) === "number",
    text(...path) {
      const value = at(path);
      return typeof value === "string" ? value : undefined;
    },
    list(...path) {
      const value = at(path);
      return Array.isArray(value) ? value.filter(isObject) : [];
    },
    fault: () => fault,
    leftovers: () => findLeftovers(object, "", taken),
  };
}

function findLeftovers(
  object: Readonly<Record<string, unknown>>,
  prefix: string,
  taken: ReadonlySet<string>,
): string[] {
  return Object.entries(object).flatMap(([key, value]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    if (taken.has(path) || WITHIN.has(key)) return [];
    if (isObject(value)) return findLeftovers(value, path, taken);
    return typeof value === "number" && value > 0 && COUNTS.test(key) ? [path] : [];
  });
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
