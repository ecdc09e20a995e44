import { parseServiceTier, type ServiceTier } from "@runrate/core";

/** The tier of a name, standard when there is none; undefined for a name that is not a tier. */
export function readTier(name: string | null | undefined): ServiceTier | undefined {
  return name === undefined || name === null || name === "" ? "standard" : parseServiceTier(name);
}
