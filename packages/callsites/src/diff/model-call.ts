import { type CallValue, type ModelCall, parseServiceTier } from "@runrate/core";
import { withSeller } from "../sdks/sellers.ts";
import type { CallSite, Setting } from "../scan/call-site.ts";
import type { CallValues } from "./call-site-change.ts";

/** What a change is about, where a site has several values. */
export interface Chosen {
  readonly model?: string | null;
  readonly maxOutputTokens?: number | null;
}

/** A site as core's estimate takes it. A chosen value stands for all of its setting. */
export function modelCallOf(site: CallSite, staticInputTokens: number, chosen: Chosen = {}): ModelCall {
  return {
    model: pricedNames(site.model, chosen.model === undefined ? valueOf(site.model) : known(chosen.model)),
    maxOutputTokens:
      chosen.maxOutputTokens === undefined ? valueOf(site.maxOutputTokens) : known(chosen.maxOutputTokens),
    serviceTier: tierOf(site.serviceTier),
    staticInputTokens,
    hasDynamicInput: site.hasDynamicInput,
    hasOutput: site.hasOutput,
    tools: site.tools,
  };
}

/** A site's values in the form of `--json`. */
export function callValuesOf(site: CallSite, staticInputTokens: number, chosen: Chosen = {}): CallValues {
  const models = [...new Set(site.model.alternatives.map(({ value }) => value))];
  return {
    model: chosen.model === undefined ? (models[0] ?? null) : chosen.model,
    models,
    maxOutputTokens:
      chosen.maxOutputTokens === undefined
        ? (site.maxOutputTokens.alternatives[0]?.value ?? null)
        : chosen.maxOutputTokens,
    serviceTier: site.serviceTier.alternatives[0]?.value ?? null,
    inputTokens: { static: staticInputTokens, dynamic: site.hasDynamicInput },
    tools: site.tools,
  };
}

/** Names by which prices are found: with the seller where that is not the maker. */
function pricedNames({ alternatives }: Setting<string>, value: CallValue<string>): CallValue<string> {
  const sold = (given: string): string => {
    const name = withSeller(given);
    const seller = alternatives.find((one) => one.value === given)?.seller;
    if (seller === undefined || name.startsWith(`${seller}/`)) return name;
    // A gateway of many makers lists every model under its maker.
    return seller === "openrouter" && !name.includes("/") ? name : `${seller}/${name}`;
  };
  if (value.kind === "known") return { kind: "known", value: sold(value.value) };
  return value.kind === "one-of" ? { kind: "one-of", values: value.values.map(sold) } : value;
}

function valueOf<T>(setting: Setting<T>): CallValue<T> {
  const values = [...new Set(setting.alternatives.map(({ value }) => value))];
  const [first] = values;
  if (first === undefined) {
    if (setting.expression === null) return { kind: "absent" };
    return { kind: "unresolved", expression: setting.expression, reason: setting.reason ?? "not a constant" };
  }
  return values.length === 1 ? { kind: "known", value: first } : { kind: "one-of", values };
}

function known<T>(value: T | null): CallValue<T> {
  return value === null ? { kind: "absent" } : { kind: "known", value };
}

function tierOf(setting: Setting<string>): ModelCall["serviceTier"] {
  const value = valueOf(setting);
  switch (value.kind) {
    case "known": {
      const tier = parseServiceTier(value.value);
      return tier === undefined || tier === null
        ? { kind: "unresolved", expression: value.value, reason: "an unknown service tier" }
        : { kind: "known", value: tier };
    }
    case "one-of":
      return { kind: "unresolved", expression: value.values.join(" | "), reason: "one of several service tiers" };
    default:
      return value;
  }
}
