import { pathFits } from "@runrate/config";
import type { Alternative, CallSite, Setting } from "./call-site.ts";
import { type ScanSettings, SETTINGS_FILE } from "./scan-settings.ts";

type Declared = ScanSettings["declared"][number];

/** Fills in what the source does not show with what `runrate.yml` declares for this place. What the source shows stays. */
export function withDeclared(site: CallSite, declared: readonly Declared[]): CallSite {
  return declared.filter((entry) => isFor(entry, site)).reduce(fill, site);
}

function isFor({ at, line, call }: Declared, site: CallSite): boolean {
  if (!pathFits([at], site.path)) return false;
  if (line !== undefined && (line < site.line || line > site.endLine)) return false;
  return call === undefined || site.callee === call || site.callee.endsWith(`.${call}`);
}

function fill(site: CallSite, declared: Declared): CallSite {
  return {
    ...site,
    model: declaredSetting(site.model, declared.model),
    maxOutputTokens: declaredSetting(site.maxOutputTokens, declared.maxOutputTokens),
    serviceTier: declaredSetting(site.serviceTier, declared.serviceTier),
  };
}

/** A setting that holds a declared value, where it had none. */
export function declaredSetting<T>(setting: Setting<T>, value: T | undefined): Setting<T> {
  if (value === undefined || setting.alternatives.length > 0) return setting;
  const alternative: Alternative<T> = {
    value,
    at: { path: SETTINGS_FILE, line: 1 },
    slot: "declared",
    origin: "configuration",
  };
  return {
    ...setting,
    alternatives: [alternative],
    isOpen: false,
    expression: setting.expression ?? "declared",
    reason: null,
  };
}
