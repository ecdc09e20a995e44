import type { FunctionModel, ScopeModel } from "../module/module.ts";
import { isConstructor } from "../resolve/lineage.ts";
import { Resolver } from "../resolve/resolver.ts";
import { type Frame, moduleFrame } from "../resolve/value.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { type CallChain, chainLength, extendChain, outermost, startChain } from "./call-chain.ts";
import type { CallSite } from "./call-site.ts";
import { type Caller, findCallers } from "./callers.ts";
import { findCandidates } from "./candidates.ts";
import { withDeclared } from "./declared-values.ts";
import { readArgument } from "./read-argument.ts";
import { readDismissal } from "./dismissal-comment.ts";
import { mergeSites } from "./merge-sites.ts";
import { type ModelAndCap, readCallSite, readModelAndCap } from "./read-call-site.ts";
import type { ScanSettings } from "./scan-settings.ts";
import { isInsideWrapper, lastName, wrapperCall } from "./wrapper-call.ts";
import { type SpendingCall, spendingCall } from "./spending-call.ts";

const MAX_CHAIN = 6;
const MAX_SITES_PER_CALL = 80;

/** Every call site of a tree, by path and line. */
export function findCallSites(workspace: Workspace, settings: ScanSettings): CallSite[] {
  const resolver = new Resolver(workspace);
  const sites: CallSite[] = [];
  const { wrappers } = settings;
  for (const path of findCandidates(
    workspace,
    wrappers.map((wrapper) => lastName(wrapper.function)),
  )) {
    const module = workspace.module(path);
    if (module === null) continue;
    for (const occurrence of module.calls) {
      if (wrappers.length > 0 && isInsideWrapper(path, occurrence.scope, wrappers)) continue;
      const frame = { ...moduleFrame(path, module), scope: occurrence.scope };
      const spending = wrapperCall(resolver, occurrence, frame, wrappers) ?? spendingCall(resolver, occurrence, frame);
      if (spending === null || !isNamedAsNeeded(resolver, spending, frame, occurrence.call.line)) continue;
      sites.push(...expand(workspace, resolver, startChain(path, module, occurrence), spending, settings));
    }
  }
  const text = new Map<string, string[]>();
  const linesOf = (path: string): string[] => {
    const known = text.get(path) ?? workspace.text(path)?.split("\n") ?? [];
    text.set(path, known);
    return known;
  };
  return mergeSites(sites.filter((site) => !workspace.isIgnored(site.path)))
    .map((site) => withDeclared(site, settings.declared))
    .map((site) => ({ ...site, dismissal: readDismissal(linesOf(site.path), site) }))
    .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}

/**
 * The sites of one SDK call: itself, or, where its model or cap is a parameter of a function around it, the calls of that
 * function which give it, and so on outwards. Callers that leave the default stay with the SDK's own call.
 */
function expand(
  workspace: Workspace,
  resolver: Resolver,
  chain: CallChain,
  spending: SpendingCall,
  settings: ScanSettings,
): CallSite[] {
  const own = readModelAndCap(resolver, chain, spending, settings.aliases);
  const site = (): CallSite => readCallSite(resolver, chain, spending, own);
  if (chainLength(chain) >= MAX_CHAIN) return [site()];
  const around = functionsAround(outermost(chain).occurrence.scope);
  for (const parameter of own.openParameters) {
    const model = parameter.function;
    const isMaking = isConstructor(model) && around.some((candidate) => candidate.class !== null);
    if (!around.includes(model) && !isMaking) continue;
    const callers = findCallers(workspace, resolver, model, parameter.name).filter(
      ({ path }) => !workspace.isIgnored(path),
    );
    const giving = callers.filter((caller) =>
      givesMore(
        resolver,
        own,
        extendChain(chain, model, caller),
        spending,
        settings,
        parameter.name,
        caller,
        isConstructor(model),
      ),
    );
    if (giving.length === 0) continue;
    const derived = giving
      .slice(0, MAX_SITES_PER_CALL)
      .flatMap((caller) => expand(workspace, resolver, extendChain(chain, model, caller), spending, settings));
    const isAlsoDefaulted = giving.length < callers.length && own.model.alternatives.length > 0;
    return (isAlsoDefaulted ? [site(), ...derived] : derived).slice(0, MAX_SITES_PER_CALL);
  }
  return [site()];
}

/** Whether a caller settles the parameter: by a value of its own, or a parameter of its own callers. */
function givesMore(
  resolver: Resolver,
  own: ModelAndCap,
  longer: CallChain,
  spending: SpendingCall,
  settings: ScanSettings,
  parameter: string,
  caller: Caller,
  isMaking: boolean,
): boolean {
  const given = caller.occurrence.call.args.some(
    (argument) => argument.name === parameter || argument.spread || argument.name === null,
  );
  if (!given) return false;
  const more = readModelAndCap(resolver, longer, spending, settings.aliases);
  // What made the object says no more than the object's own method: the call is where the method stands.
  if (isMaking && !gains(own, more)) return false;
  const isSame = (key: "model" | "maxOutputTokens"): boolean =>
    JSON.stringify(more[key].alternatives) === JSON.stringify(own[key].alternatives) &&
    more[key].alternatives.length > 0;
  return !(isSame("model") && (isSame("maxOutputTokens") || more.maxOutputTokens.expression === null));
}

function gains(own: ModelAndCap, more: ModelAndCap): boolean {
  const opens = new Set(more.openParameters.map((open) => open.function));
  const isPassedOn = [...opens].some((model) => !own.openParameters.some((open) => open.function === model));
  return (
    isPassedOn ||
    more.model.alternatives.length > own.model.alternatives.length ||
    more.maxOutputTokens.alternatives.length > own.maxOutputTokens.alternatives.length
  );
}

/** Whether a model is given by its name, where only that counts. */
function isNamedAsNeeded(resolver: Resolver, { operation, args }: SpendingCall, frame: Frame, line: number): boolean {
  if (!operation.isByNameOnly) return true;
  const given = operation.model.flatMap((path) => readArgument(resolver, { args, frame, line }, null, path) ?? []);
  return given.some((value) => value.kind === "scalar" && typeof value.value === "string");
}

function functionsAround(scope: ScopeModel): FunctionModel[] {
  const found: FunctionModel[] = [];
  for (let at: ScopeModel | null = scope; at !== null; at = at.parent)
    if (at.function !== null) found.push(at.function);
  return found;
}
