import { type CallChange, type CallCost, directionOf, type Direction, type ModelCall } from "@runrate/core";
import { originOfSetting } from "../scan/setting.ts";
import type { Alternative, CallSite, Setting } from "../scan/call-site.ts";
import type { CallSiteChange, ChangeKind } from "./call-site-change.ts";
import { effortRank } from "../sdks/model-variant.ts";
import { compareSettings, isSameValue, type ValueChange } from "./compare-settings.ts";
import { callValuesOf, type Chosen, modelCallOf } from "./model-call.ts";
import type { CountTokens } from "./static-tokens.ts";

/** What a call costs; core's estimate with a catalogue and an instant behind it. */
export type EstimateCall = (call: ModelCall) => CallCost;

export interface ChangePorts {
  readonly countTokens: CountTokens;
  readonly estimate: EstimateCall;
}

export function addedChange(site: CallSite, ports: ChangePorts): CallSiteChange {
  return wholeCall("call-added", null, site, ports);
}

export function removedChange(site: CallSite, ports: ChangePorts): CallSiteChange {
  return wholeCall("call-removed", site, null, ports);
}

function wholeCall(
  kind: ChangeKind,
  before: CallSite | null,
  after: CallSite | null,
  ports: ChangePorts,
): CallSiteChange {
  const site = after ?? before;
  if (site === null) throw new TypeError("a change needs a call on one side");
  return make(kind, before, after, ports, {
    valueAt: site.reaches ?? site.model.alternatives[0]?.at ?? null,
    origin: originOfSetting(site.model),
  });
}

/** What changed in a call that both trees have. */
export function changesOfPair(before: CallSite, after: CallSite, ports: ChangePorts): CallSiteChange[] {
  const changes: CallSiteChange[] = [];
  const models = compareSettings(before.model, after.model);
  for (const change of models)
    changes.push(
      valueChange(
        "model",
        before,
        after,
        ports,
        change,
        { model: change.before?.value ?? null },
        { model: change.after?.value ?? null },
        after.model,
      ),
    );
  for (const change of compareSettings(before.maxOutputTokens, after.maxOutputTokens)) {
    const was = chosenCap(before.maxOutputTokens, change.before);
    const is = chosenCap(after.maxOutputTokens, change.after);
    changes.push(valueChange("limit", before, after, ports, change, was, is, after.maxOutputTokens));
  }
  for (const change of compareSettings(before.serviceTier, after.serviceTier))
    changes.push(valueChange("tier", before, after, ports, change, {}, {}, after.serviceTier));
  if (before.tools.join() !== after.tools.join())
    changes.push(make("tool", before, after, ports, { valueAt: null, origin: "literal" }));
  if (
    before.promptText !== after.promptText &&
    ports.countTokens(before.promptText) !== ports.countTokens(after.promptText)
  )
    changes.push(make("prompt", before, after, ports, { valueAt: null, origin: "literal" }));
  return changes;
}

/** A cap that is there and cannot be read is no cap that was taken away. */
function chosenCap({ alternatives, expression }: Setting<number>, one: Alternative<number> | null): Chosen {
  if (one === null && alternatives.length === 0 && expression !== null) return {};
  return { maxOutputTokens: one?.value ?? null };
}

function valueChange<T>(
  kind: ChangeKind,
  before: CallSite,
  after: CallSite,
  ports: ChangePorts,
  change: ValueChange<T>,
  was: Chosen,
  is: Chosen,
  setting: Setting<T>,
): CallSiteChange {
  const at = change.after ?? change.before;
  // The same value on both sides: an option went, or may be replaced from outside now, and all of them count.
  const isSame = change.before !== null && change.after !== null && isSameValue(change.before, change.after);
  const isOption = change.isOption === true || isSame;
  const made = make(kind, before, after, ports, {
    valueAt: at?.at ?? null,
    origin: at?.origin ?? "unresolved",
    was,
    is,
    isOption,
  });
  return {
    ...made,
    direction: effortDirection(change) ?? made.direction,
    reason: setting.alternatives.length === 0 ? setting.reason : null,
  };
}

/** The same model that is told to think more or less: what it writes grows or shrinks with that. */
function effortDirection<T>({ before, after }: ValueChange<T>): Direction | null {
  if (before === null || after === null || before.value !== after.value || isSameValue(before, after)) return null;
  const was = effortRank(before.variant ?? "");
  const is = effortRank(after.variant ?? "");
  if (was === null || is === null) return "unknown";
  return is > was ? "up" : is < was ? "down" : "none";
}

interface Facts {
  readonly valueAt: CallSiteChange["valueAt"];
  readonly origin: CallSiteChange["origin"];
  readonly was?: Chosen;
  readonly is?: Chosen;
  readonly isOption?: boolean;
}

function make(
  kind: ChangeKind,
  before: CallSite | null,
  after: CallSite | null,
  ports: ChangePorts,
  { valueAt, origin, was = {}, is = {}, isOption = false }: Facts,
): CallSiteChange {
  const site = after ?? before;
  const tokens = (side: CallSite | null): number => (side === null ? 0 : ports.countTokens(side.promptText));
  const call: CallChange = {
    before: before === null ? null : modelCallOf(before, tokens(before), isOption ? {} : was),
    after: after === null ? null : modelCallOf(after, tokens(after), isOption ? {} : is),
  };
  return {
    kind,
    path: site?.path ?? "",
    line: site?.line ?? 0,
    pathBefore: before?.path ?? null,
    lineBefore: before?.line ?? null,
    valueAt,
    sdk: site?.sdk ?? "",
    within: site?.within ?? "",
    before: before === null ? null : callValuesOf(before, tokens(before), was),
    after: after === null ? null : callValuesOf(after, tokens(after), is),
    direction: directionOfKind(kind, call, ports.estimate),
    origin,
    reason: site?.model.alternatives.length === 0 ? (site.model.reason ?? null) : null,
    call,
    site,
    siteBefore: before,
  };
}

/** The direction of one kind of change, with everything else as it is after it. */
function directionOfKind(kind: ChangeKind, { before, after }: CallChange, estimate: EstimateCall): Direction {
  if (before === null || after === null) return directionOf({ before, after }, { before: null, after: null });
  const alone = { ...after, ...part(kind, before) };
  return directionOf({ before: alone, after }, { before: estimate(alone), after: estimate(after) });
}

function part(kind: ChangeKind, call: ModelCall): Partial<ModelCall> {
  switch (kind) {
    case "model":
      return { model: call.model };
    case "limit":
      return { maxOutputTokens: call.maxOutputTokens };
    case "tier":
      return { serviceTier: call.serviceTier };
    case "tool":
      return { tools: call.tools };
    case "prompt":
      return { staticInputTokens: call.staticInputTokens };
    case "call-added":
    case "call-removed":
      return {};
  }
}
