import { RunrateError, suggestNames } from "@runrate/core";
import type { Dimension, SpendFilter } from "@runrate/ledger";

/** What people call the dimensions of a budget's scope. */
const NAMES: Readonly<Record<string, Dimension>> = {
  provider: "provider",
  vendor: "provider",
  model: "model",
  project: "project",
  project_id: "project",
  key: "api_key",
  api_key: "api_key",
  "api-key": "api_key",
  user: "user",
  workload: "workload",
  team: "team",
  organisation: "organisation",
  organization: "organisation",
  org: "organisation",
  region: "region",
  tier: "service_tier",
  service_tier: "service_tier",
  source: "source",
};

/** Names that give way to a tag of that name, where usage has one. */
const WEAK: Readonly<Record<string, Dimension>> = { service: "workload", feature: "workload" };

const PAIR = /^(tags?[.:][^:=\s]+|[a-z_-]+)[:=](.+)$/i;

/** Whether a word looks like a condition: "model:gpt-4o". */
export function isCondition(text: string): boolean {
  return PAIR.test(text) && !/^https?:/i.test(text);
}

/**
 * Reads conditions such as `model:gpt-4o*`, `project:a,b`, `tag.env:prod`: all must hold, values with a comma are alternatives.
 *
 * @param tags the names of tags that usage carries; they may be written without `tag.`
 * @throws RunrateError `bad_scope` for anything else
 */
export function parseScope(conditions: readonly string[], tags: readonly string[]): readonly SpendFilter[] {
  const filters = new Map<Dimension, (string | null)[]>();
  for (const condition of conditions) {
    const [, key = "", held = ""] = PAIR.exec(condition) ?? [];
    const dimension = dimensionOf(key, tags);
    if (dimension === undefined) {
      const names = [...Object.keys(NAMES), ...tags];
      const near = suggestNames(key, names)[0];
      throw new RunrateError("bad_scope", `"${condition.slice(0, 80)}" does not say whose spend is meant`, {
        hint:
          near === undefined
            ? "Write conditions such as model:gpt-4o, project:search or tag.env:prod."
            : `Did you mean ${near}:${held.slice(0, 60)}? A tag is written tag.<name>:<value>.`,
      });
    }
    const values = filters.get(dimension) ?? [];
    for (const value of held.split(",").map((one) => one.trim())) {
      if (value === "") continue;
      values.push(/^(unattributed|none)$/i.test(value) ? null : value);
    }
    if (values.length === 0) {
      throw new RunrateError("bad_scope", `"${condition.slice(0, 80)}" names no value`, {
        hint: "Write the value behind the colon, such as project:search.",
      });
    }
    filters.set(dimension, [...new Set(values)]);
  }
  return [...filters].map(([dimension, values]) => ({ dimension, values }));
}

function dimensionOf(key: string, tags: readonly string[]): Dimension | undefined {
  const tag = /^tags?[.:](.+)$/i.exec(key)?.[1];
  if (tag !== undefined) return `tag:${tags.find((known) => known.toLowerCase() === tag.toLowerCase()) ?? tag}`;
  const lower = key.toLowerCase();
  if (Object.hasOwn(NAMES, lower)) return NAMES[lower];
  const known = tags.find((name) => name.toLowerCase() === lower);
  if (known !== undefined) return `tag:${known}`;
  return Object.hasOwn(WEAK, lower) ? WEAK[lower] : undefined;
}
