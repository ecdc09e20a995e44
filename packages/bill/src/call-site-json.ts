import type { CallSite } from "@runrate/callsites";

/** A call site as DESIGN.md's `scan` has it. */
export function callSiteJson(site: CallSite, countTokens: (text: string) => number) {
  const [model] = site.model.alternatives;
  return {
    path: site.path,
    line: site.line,
    sdk: site.sdk,
    model: model?.value ?? null,
    models: [...new Set(site.model.alternatives.map(({ value }) => value))],
    max_output_tokens: site.maxOutputTokens.alternatives[0]?.value ?? null,
    service_tier: site.serviceTier.alternatives[0]?.value ?? null,
    input_tokens: { static: countTokens(site.promptText), dynamic: site.hasDynamicInput },
    tools: site.tools,
    loops: site.loops,
    origin: model?.origin ?? "unresolved",
    value_at: model?.at ?? null,
    ...(model === undefined && site.model.reason !== null ? { reason: site.model.reason } : {}),
  };
}
