import { pathFits, type WrapperSettings } from "@runrate/config";
import type { CallOccurrence } from "../module/expression.ts";
import type { ScopeModel } from "../module/module.ts";
import type { Resolver } from "../resolve/resolver.ts";
import type { Frame } from "../resolve/value.ts";
import { operation } from "../sdks/operation.ts";
import { SDK_OPERATIONS } from "../sdks/table.ts";
import { printExpression } from "./print-expression.ts";
import type { SpendingCall } from "./spending-call.ts";

/** A call of a function that `runrate.yml` names as a wrapper; null for any other call. */
export function wrapperCall(
  resolver: Resolver,
  occurrence: CallOccurrence,
  frame: Frame,
  wrappers: readonly WrapperSettings[],
): SpendingCall | null {
  const { call } = occurrence;
  for (const wrapper of wrappers) {
    if (!isNamed(printExpression(call.callee), wrapper.function)) continue;
    if (wrapper.module !== undefined && !comesFrom(resolver, occurrence, frame, wrapper.module)) continue;
    const reached = SDK_OPERATIONS.find(({ sdk }) => sdk === wrapper.sdk);
    const paths = (given: string | undefined): string[] => (given === undefined ? [] : [argumentPath(given)]);
    return {
      operation: operation({
        sdk: wrapper.sdk,
        callees: [],
        packages: [],
        marks: [],
        model: paths(wrapper.model),
        maxOutputTokens: paths(wrapper.maxOutputTokens),
        serviceTier: paths(wrapper.serviceTier),
        prompt: paths(wrapper.prompt),
        tools: reached?.tools ?? [],
        hasOutput: reached?.hasOutput ?? true,
        isBatch: reached?.isBatch ?? false,
      }),
      args: call.args,
      receiver: null,
      callees: [],
      url: null,
      defaults: wrapper.defaults,
    };
  }
  return null;
}

/** Whether code stands inside of a wrapper: what it calls is paid for where the wrapper is called. */
export function isInsideWrapper(path: string, scope: ScopeModel, wrappers: readonly WrapperSettings[]): boolean {
  for (let at: ScopeModel | null = scope; at !== null; at = at.parent) {
    if (at.kind !== "function") continue;
    const owner = at.parent?.kind === "class" ? `${at.parent.name}.${at.name}` : at.name;
    for (const wrapper of wrappers) {
      const isIt = lastName(wrapper.function) === at.name && (!wrapper.function.includes(".") || owner.includes("."));
      if (isIt && (wrapper.module === undefined || fitsModule(wrapper.module, path))) return true;
    }
  }
  return false;
}

export function lastName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function isNamed(callee: string, name: string): boolean {
  return callee === name || callee.endsWith(`.${name}`);
}

function comesFrom(resolver: Resolver, { call }: CallOccurrence, frame: Frame, module: string): boolean {
  return resolver.ask(call.callee, frame).some((value) => {
    if (value.kind === "function" || value.kind === "class") return fitsModule(module, value.frame.path);
    return value.kind === "external" && value.package === module;
  });
}

/** By a glob on paths, with or without the extension. */
function fitsModule(module: string, path: string): boolean {
  return pathFits([module], path) || pathFits([module], path.replace(/\.\w+$/, ""));
}

/** `0` and `1.model` count arguments; `model` is a keyword or a key of the one object. */
function argumentPath(given: string): string {
  return /^\d/.test(given) ? `#${given}` : given;
}
