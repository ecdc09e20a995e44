import { type CallChange, type CallValue, directionOf, type ModelCall } from "@runrate/core";
import { languageOf } from "../parse/source-text.ts";
import { withSeller } from "../sdks/sellers.ts";
import { baseModel } from "../sdks/model-variant.ts";
import { sameName } from "./compare-settings.ts";
import type { CallValues, CallSiteChange } from "./call-site-change.ts";
import { type ModelSetting, modelSettings } from "./model-settings.ts";
import { pairSettings, type SettingPair } from "./pair-settings.ts";
import type { EstimateCall } from "./site-changes.ts";
import type { Workspace } from "../workspace/workspace.ts";

/**
 * Settings of models and limits that differ between the trees and that no change of a call site accounts for: a default in
 * a configuration, an argument of a function whose way to the SDK could not be followed. Only what both trees have is
 * compared; a table that gains an entry changes nothing.
 */
export function settingChanges(
  pairs: readonly SettingPair[],
  known: readonly CallSiteChange[],
  estimate: EstimateCall,
): CallSiteChange[] {
  return pairs.flatMap(([before, after]) => {
    const change = changeOf(before, after);
    return change === null || isKnown(known, change) ? [] : [toChange(change, estimate)];
  });
}

/** Pairs of settings with different values, in files that differ between the trees. */
export function changedSettings(base: Workspace, head: Workspace): SettingPair[] {
  return changedFiles(base, head)
    .flatMap(([before, after]) => pairSettings(modelSettings(base, before), modelSettings(head, after)))
    .filter(([before, after]) => changeOf(before, after) !== null);
}

interface SettingChange {
  readonly before: ModelSetting;
  readonly after: ModelSetting;
  /** The values that the change is about; equal where only another option came or went. */
  readonly was: string | number;
  readonly is: string | number;
}

function changeOf(before: ModelSetting, after: ModelSetting): SettingChange | null {
  const has = (values: readonly unknown[], one: string | number): boolean =>
    values.some((value) => sameName(value) === sameName(one));
  const gone = before.values.find((value) => !has(after.values, value));
  const come = after.values.find((value) => !has(before.values, value));
  if (gone === undefined && come === undefined) return null;
  const [firstBefore] = before.values;
  const [firstAfter] = after.values;
  const kept = before.values.find((value) => after.values.includes(value));
  return { before, after, was: gone ?? kept ?? firstBefore, is: (gone === undefined ? kept : come) ?? firstAfter };
}

/** Files that differ, with renamed ones under both names. */
function changedFiles(base: Workspace, head: Workspace): [string, string][] {
  const pairs: [string, string][] = [];
  const gone = new Map<string, string[]>();
  for (const path of base.paths()) {
    if (head.has(path)) continue;
    const name = path.slice(path.lastIndexOf("/") + 1);
    gone.set(name, [...(gone.get(name) ?? []), path]);
  }
  for (const path of head.paths()) {
    const bytes = head.bytes(path);
    const old = base.bytes(path);
    if (bytes === null) continue;
    if (old !== null) {
      if (!old.equals(bytes)) pairs.push([path, path]);
      continue;
    }
    const [renamed, ...others] = gone.get(path.slice(path.lastIndexOf("/") + 1)) ?? [];
    if (renamed !== undefined && others.length === 0) pairs.push([renamed, path]);
  }
  return pairs;
}

function isKnown(known: readonly CallSiteChange[], { after, was, is }: SettingChange): boolean {
  return known.some((change) => {
    const isHere = change.valueAt?.path === after.path || change.path === after.path;
    if (!isHere) return false;
    if (after.kind === "model") {
      const [old, fresh] = [baseModel(String(was)), baseModel(String(is))];
      // Where the call keeps the old value as an option, what this line of code chooses is still to be told.
      const isKept = old !== fresh && change.after?.models.includes(old) === true && languageOf(after.path) !== null;
      return !isKept && change.before?.model === old && change.after?.model === fresh;
    }
    return change.before?.maxOutputTokens === was && change.after?.maxOutputTokens === is;
  });
}

function toChange({ before, after, was, is }: SettingChange, estimate: EstimateCall): CallSiteChange {
  const call: CallChange = { before: callOf(before), after: callOf(after) };
  const costOf = (side: ModelCall | null) => (side === null ? null : estimate(side));
  return {
    kind: after.kind,
    path: after.path,
    line: after.line,
    pathBefore: before.path,
    lineBefore: before.line,
    valueAt: { path: after.path, line: after.line },
    sdk: "setting",
    within: after.slot,
    before: valuesOf(before, was),
    after: valuesOf(after, is),
    direction:
      after.kind === "prompt"
        ? "unknown"
        : directionOf(call, { before: costOf(call.before), after: costOf(call.after) }),
    origin: "constant-here",
    reason: `${after.name} names a ${after.kind === "model" ? "model" : "limit on tokens"}; the call that reads it was not found`,
    call,
    site: null,
    siteBefore: null,
  };
}

function callOf({ kind, slot, values }: ModelSetting): ModelCall {
  const unresolved = { kind: "unresolved", expression: slot, reason: "the call that reads it was not found" } as const;
  const models = values.filter((value) => typeof value === "string").map((value) => withSeller(baseModel(value)));
  const limits = values.filter((value) => typeof value === "number");
  return {
    model: kind === "model" ? (oneOf(models) ?? unresolved) : unresolved,
    maxOutputTokens: (kind === "limit" ? oneOf(limits) : null) ?? { kind: "absent" },
    serviceTier: { kind: "absent" },
    staticInputTokens: 0,
    hasDynamicInput: true,
    hasOutput: true,
    tools: [],
  };
}

function oneOf<T>(values: readonly T[]): CallValue<T> | null {
  const [first, ...others] = values;
  if (first === undefined) return null;
  return others.length === 0 ? { kind: "known", value: first } : { kind: "one-of", values };
}

function valuesOf({ kind, values }: ModelSetting, value: string | number): CallValues {
  const models = kind === "model" ? values.filter((one) => typeof one === "string").map((one) => baseModel(one)) : [];
  return {
    model: kind === "model" && typeof value === "string" ? baseModel(value) : null,
    models,
    maxOutputTokens: kind === "limit" && typeof value === "number" ? value : null,
    serviceTier: null,
    inputTokens: { static: 0, dynamic: true },
    tools: [],
  };
}
