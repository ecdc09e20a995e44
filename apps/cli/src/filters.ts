import { RunrateError } from "@runrate/core";
import type { SpendFilter } from "@runrate/ledger";
import { parseDimension } from "./dimension.ts";

/**
 * `k=v` conditions: all must hold, several values of one key are alternatives; `k=` is "unattributed", `k!=v` what is anything
 * else. @throws RunrateError
 */
export function parseFilters(conditions: readonly string[]): SpendFilter[] {
  const fitting = new Map<string, (string | null)[]>();
  const excluded = new Map<string, (string | null)[]>();
  for (const condition of conditions) {
    const [key, ...rest] = condition.split("=");
    if (key === undefined || rest.length === 0) {
      throw new RunrateError("bad_argument", `--where is "${condition}", which is not a condition`, {
        hint: "Write it as model=gpt-6-sol or project=search*.",
      });
    }
    const value = rest.join("=");
    const [name, filters] = key.endsWith("!") ? [key.slice(0, -1), excluded] : [key, fitting];
    filters.set(name, [...(filters.get(name) ?? []), value === "" ? null : value]);
  }
  return [
    ...[...fitting].map(([key, values]) => ({ dimension: parseDimension(key), values })),
    ...[...excluded].map(([key, values]) => ({ dimension: parseDimension(key), values, not: true as const })),
  ];
}
