import { type CallChange, directionOf, type ModelCall } from "@runrate/core";
import type { CallValues, CallSiteChange } from "./call-site-change.ts";
import { type ModelSetting, modelSettings } from "./model-settings.ts";
import type { EstimateCall } from "./site-changes.ts";
import type { Workspace } from "../workspace/workspace.ts";

/**
 * Settings of models and limits that differ between the trees and that no change of a call site accounts for: a default in
 * a configuration, an argument of a function whose way to the SDK could not be followed. Only what both trees have under
 * the same name is compared; a table that gains an entry changes nothing.
 */
export function settingChanges(
  base: Workspace,
  head: Workspace,
  known: readonly CallSiteChange[],
  estimate: EstimateCall,
): CallSiteChange[] {
  const changes: CallSiteChange[] = [];
  for (const [before, after] of changedFiles(base, head)) {
    const old = bySlot(modelSettings(base, before));
    for (const [slot, fresh] of bySlot(modelSettings(head, after))) {
      const was = old.get(slot) ?? [];
      // The same name several times: only position tells them apart, and only while their number stays.
      if (was.length !== fresh.length) continue;
      for (const [index, setting] of fresh.entries()) {
        const previous = was[index];
        if (
          previous === undefined ||
          previous.value === setting.value ||
          typeof previous.value !== typeof setting.value
        )
          continue;
        if (!isKnown(known, previous, setting)) changes.push(toChange(previous, setting, estimate));
      }
    }
  }
  return changes;
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

function bySlot(settings: readonly ModelSetting[]): Map<string, ModelSetting[]> {
  return Map.groupBy(settings, ({ kind, slot }) => `${kind}:${slot}`);
}

function isKnown(known: readonly CallSiteChange[], before: ModelSetting, after: ModelSetting): boolean {
  return known.some((change) => {
    const isHere = change.valueAt?.path === after.path || change.path === after.path;
    if (!isHere) return false;
    if (after.kind === "model") return change.before?.model === before.value && change.after?.model === after.value;
    return change.before?.maxOutputTokens === before.value && change.after?.maxOutputTokens === after.value;
  });
}

function toChange(before: ModelSetting, after: ModelSetting, estimate: EstimateCall): CallSiteChange {
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
    before: valuesOf(before),
    after: valuesOf(after),
    direction:
      after.kind === "prompt"
        ? "unknown"
        : directionOf(call, { before: costOf(call.before), after: costOf(call.after) }),
    origin: "constant-here",
    reason: `${after.name} names a ${after.kind === "model" ? "model" : "limit on tokens"}; the call that reads it was not found`,
    call,
    site: null,
  };
}

function callOf(setting: ModelSetting): ModelCall {
  const { value } = setting;
  const unresolved = {
    kind: "unresolved",
    expression: setting.slot,
    reason: "the call that reads it was not found",
  } as const;
  return {
    model: setting.kind === "model" && typeof value === "string" ? { kind: "known", value } : unresolved,
    maxOutputTokens:
      setting.kind === "limit" && typeof value === "number" ? { kind: "known", value } : { kind: "absent" },
    serviceTier: { kind: "absent" },
    staticInputTokens: 0,
    hasDynamicInput: true,
    hasOutput: true,
    tools: [],
  };
}

function valuesOf({ kind, value }: ModelSetting): CallValues {
  const model = kind === "model" && typeof value === "string" ? value : null;
  return {
    model,
    models: model === null ? [] : [model],
    maxOutputTokens: kind === "limit" && typeof value === "number" ? value : null,
    serviceTier: null,
    inputTokens: { static: 0, dynamic: true },
    tools: [],
  };
}
