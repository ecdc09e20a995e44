import type { CallOccurrence } from "../module/expression.ts";
import type { FunctionModel, ModuleModel, ScopeModel } from "../module/module.ts";
import { isConstructor } from "../resolve/lineage.ts";
import type { Activation, BoundCall, Frame, Value } from "../resolve/value.ts";
import type { Caller } from "./callers.ts";

/** A call and, for functions around it, the calls that are taken to have led there. */
export interface CallChain {
  readonly path: string;
  readonly module: ModuleModel;
  readonly occurrence: CallOccurrence;
  readonly led: readonly Led[];
}

interface Led {
  readonly function: FunctionModel;
  readonly by: CallChain;
  readonly self: Value | null;
}

export function startChain(path: string, module: ModuleModel, occurrence: CallOccurrence): CallChain {
  return { path, module, occurrence, led: [] };
}

/** The chain in which `model`, a function around the outermost call, was called by `caller`. */
export function extendChain(chain: CallChain, model: FunctionModel, caller: Caller): CallChain {
  const [last] = chain.led.slice(-1);
  if (last !== undefined) {
    const by = extendChain(last.by, model, caller);
    return { ...chain, led: [...chain.led.slice(0, -1), { ...last, by }] };
  }
  const by = startChain(caller.path, caller.module, caller.occurrence);
  return { ...chain, led: [{ function: model, by, self: caller.self }] };
}

/** The call that a person would change: the outermost one. */
export function outermost(chain: CallChain): CallChain {
  const [last] = chain.led.slice(-1);
  return last === undefined ? chain : outermost(last.by);
}

export function chainLength(chain: CallChain): number {
  const [last] = chain.led.slice(-1);
  return last === undefined ? 1 : 1 + chainLength(last.by);
}

/** Where names of the chain's call are looked up. */
export function chainFrame(chain: CallChain): Frame {
  const { path, module, occurrence, led } = chain;
  return { path, module, scope: occurrence.scope, activation: activationOf(occurrence.scope, led) };
}

function activationOf(scope: ScopeModel | null, led: readonly Led[]): Activation | null {
  if (scope === null) return null;
  const outer = activationOf(scope.parent, led);
  const model = scope.function;
  if (model === null) return outer;
  const own = led.find((entry) => entry.function === model);
  const made = led.find((entry) => isConstructor(entry.function) && entry.self !== null && model.class !== null);
  if (own === undefined && made === undefined) return outer;
  const call = own === undefined ? null : callOf(own);
  return { function: model, call, self: own?.self ?? (made === undefined ? null : madeInstance(made)), outer };
}

function callOf({ by }: Led): BoundCall {
  return { args: by.occurrence.call.args, frame: chainFrame(by), line: by.occurrence.call.line };
}

/** The object as its construction made it, seen from whoever led to that. */
function madeInstance(made: Led): Value | null {
  return made.self?.kind === "instance" ? { ...made.self, call: callOf(made) } : made.self;
}
