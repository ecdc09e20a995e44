import type { Location, ScalarValue, Value } from "../resolve/value.ts";
import type { Alternative, Origin, Setting } from "./call-site.ts";

export const UNSET = {
  alternatives: [],
  isOpen: false,
  isConfigurable: false,
  expression: null,
  reason: null,
  fails: false,
} as const;

/** What resolution found, as a setting. `read` gives the setting's value of a constant, or null for one that is none. */
export function settingOf<T>(
  values: readonly Value[] | null,
  site: Location,
  expression: string,
  read: (value: ScalarValue) => T | null,
): Setting<T> {
  if (values === null) return UNSET;
  if (values.length === 0)
    return { ...UNSET, isOpen: true, expression, reason: `it leads back to itself (${site.path}:${site.line})` };
  const alternatives: Alternative<T>[] = [];
  let isAbsent = true;
  for (const value of values) {
    if (value.kind !== "scalar") {
      isAbsent = false;
      continue;
    }
    const found = read(value);
    if (value.value !== null) isAbsent = false;
    if (
      found === null ||
      alternatives.some(
        (known) => known.value === found && known.at.path === value.at.path && known.slot === value.slot,
      )
    )
      continue;
    alternatives.push({
      value: found,
      at: value.at,
      slot: value.slot,
      origin: originOf(value, site),
      ...(value.seller === undefined ? {} : { seller: value.seller }),
      ...(value.isEntry === true ? { isEntry: true } : {}),
    });
  }
  if (isAbsent) return UNSET;
  const stopped = values.find((value) => value.kind === "unknown");
  const isOpen = values.some((value) => value.kind !== "scalar");
  const reason =
    stopped?.kind === "unknown"
      ? `${stopped.reason} (${stopped.at.path}:${stopped.at.line})`
      : alternatives.length === 0
        ? "a value that is no constant"
        : null;
  const fails = values.every((value) => value.kind === "unknown" && value.fails === true);
  const isConfigurable = values.some((value) => value.kind === "unknown" && value.parameter === null);
  const isVariable = values.every((value) => value.kind === "unknown" && value.isVariable === true);
  return { alternatives, isOpen, isConfigurable, expression, reason, fails, ...(isVariable ? { isVariable } : {}) };
}

function originOf(value: ScalarValue, site: Location): Exclude<Origin, "unresolved"> {
  if (value.strength === "environment" || value.strength === "configuration") return value.strength;
  if (value.at.path !== site.path) return "constant-elsewhere";
  return value.strength === "literal" ? "literal" : "constant-here";
}

export function originOfSetting(setting: Setting<unknown>): Origin {
  return setting.alternatives[0]?.origin ?? "unresolved";
}
