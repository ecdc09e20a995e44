import type { ServiceTier } from "@runrate/core";

/** The service tiers by the names that providers give them (SPEC.md, section 3): default and auto are standard, fast is priority. */
const TIERS: Readonly<Record<string, ServiceTier>> = {
  "": "standard",
  standard: "standard",
  default: "standard",
  auto: "standard",
  batch: "batch",
  flex: "flex",
  priority: "priority",
  fast: "priority",
};

/** The tier of a name, standard when there is none; undefined for a name that is not a tier. */
export function readTier(name: string | null | undefined): ServiceTier | undefined {
  if (name === undefined || name === null) return "standard";
  const key = name.trim().toLowerCase();
  return Object.hasOwn(TIERS, key) ? TIERS[key] : undefined;
}
