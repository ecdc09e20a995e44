import { RunrateError } from "@runrate/core";
import type { SpendFilter } from "@runrate/ledger";
import { parseDimension } from "./dimension.ts";

/** `k=v` conditions: all must hold, several values of one key are alternatives; `k=` is "unattributed". @throws RunrateError */
export function parseFilters(conditions: readonly string[]): SpendFilter[] {
  const filters = new Map<string, (string | null)[]>();
  for (const condition of conditions) {
    const [key, ...rest] = condition.split("=");
    if (key === undefined || rest.length === 0) {
      throw new RunrateError("bad_argument", `--where is "${condition}", which is not a condition`, {
        hint: "Write it as model=gpt-6-sol or project=search*.",
      });
    }
    const value = rest.join("=");
    filters.set(key, [...(filters.get(key) ?? []), value === "" ? null : value]);
  }
  return [...filters].map(([key, values]) => ({ dimension: parseDimension(key), values }));
}
