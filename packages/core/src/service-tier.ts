import type { ServiceTier } from "./usage.ts";

const TIERS: Readonly<Record<string, ServiceTier>> = {
  standard: "standard",
  default: "standard",
  auto: "standard",
  batch: "batch",
  flex: "flex",
  priority: "priority",
  fast: "priority",
};

/** A service tier by any of its names (SPEC.md, section 3: default and auto are standard, fast is priority). */
export function parseServiceTier(name: string): ServiceTier | undefined {
  const key = name.trim().toLowerCase();
  return Object.hasOwn(TIERS, key) ? TIERS[key] : undefined;
}
