import { parseServiceTier, type ServiceTier } from "@runrate/core";

/** Tag of usage whose tier is none that Runrate knows: it has no price, since nobody can say what that tier costs. */
export const REPORTED_TIER = "reported_tier";

/** The tier of a name, standard when there is none; undefined for a name that is not a tier. */
export function readTier(name: string | null | undefined): ServiceTier | undefined {
  return name === undefined || name === null || name === "" ? "standard" : parseServiceTier(name);
}
