import { parseServiceTier, RunrateError, type ServiceTier } from "@runrate/core";

/** The service tier that an option names; absent: standard. @throws RunrateError `bad_argument` */
export function tierOption(text: string | undefined): ServiceTier {
  const tier = text === undefined ? "standard" : parseServiceTier(text);
  if (tier !== undefined) return tier;
  throw new RunrateError("bad_argument", `--tier is "${text}", which is not a service tier`, {
    hint: "Use standard, batch, flex or priority.",
  });
}
