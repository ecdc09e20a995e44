import type { Resolver } from "../resolve/resolver.ts";
import type { BoundCall, Frame, UnknownValue, Value } from "../resolve/value.ts";
import { baseModel, modelVariant } from "../sdks/model-variant.ts";
import type { ArgumentPath } from "../sdks/operation.ts";
import { billableTools } from "./billable-tools.ts";
import { type CallChain, chainFrame, chainLength, outermost } from "./call-chain.ts";
import type { CallSite, Setting } from "./call-site.ts";
import { declaredSetting } from "./declared-values.ts";
import { modelIds } from "./model-handle.ts";
import { printExpression } from "./print-expression.ts";
import { readArgument } from "./read-argument.ts";
import { sellerOfCall } from "./seller.ts";
import { settingOf, UNSET } from "./setting.ts";
import type { SpendingCall } from "./spending-call.ts";
import { staticText } from "./static-text.ts";

/** The settings that decide whose call it is, and the parameters that a longer chain could still settle. */
export interface ModelAndCap {
  readonly model: Setting<string>;
  readonly maxOutputTokens: Setting<number>;
  readonly openParameters: readonly NonNullable<UnknownValue["parameter"]>[];
}

/** What a chain of calls gives as model and cap. Cheap beside a whole site: prompts are not read. */
export function readModelAndCap(
  resolver: Resolver,
  chain: CallChain,
  spending: SpendingCall,
  aliases: Readonly<Record<string, string>>,
): ModelAndCap {
  const { operation } = spending;
  const bound: BoundCall = { args: spending.args, frame: chainFrame(chain), line: chain.occurrence.call.line };
  const at = placeOf(chain);
  const modelGiven = firstGiven(resolver, bound, spending, operation.model);
  const modelValues = modelGiven === null ? null : modelIds(resolver, modelGiven.values);
  const capGiven = firstGiven(resolver, bound, spending, operation.maxOutputTokens);
  const open = [...(modelValues ?? []), ...(capGiven?.values ?? [])];
  return {
    model:
      modelValues === null || modelGiven === null
        ? declaredSetting(modelFromUrl(spending, at), spending.defaults?.model)
        : named(
            settingOf(modelValues, at, modelGiven.expression, ({ value }) =>
              typeof value === "string" && value !== "" ? (aliases[value] ?? value) : null,
            ),
            sellerOfCall(resolver, spending),
          ),
    maxOutputTokens: declaredSetting(
      capGiven === null
        ? UNSET
        : settingOf(capGiven.values, at, capGiven.expression, ({ value }) => wholeNumber(value)),
      spending.defaults?.maxOutputTokens,
    ),
    openParameters: open.flatMap((value) =>
      value.kind === "unknown" && value.parameter !== null ? [value.parameter] : [],
    ),
  };
}

/** Models with the mark behind their name apart, and with who sells them. */
function named(setting: Setting<string>, seller: string | null): Setting<string> {
  const alternatives = setting.alternatives.map((one) => {
    const variant = modelVariant(one.value);
    const sold = one.seller ?? seller;
    return {
      ...one,
      value: baseModel(one.value),
      ...(variant === "" ? {} : { variant }),
      ...(sold === null ? {} : { seller: sold }),
    };
  });
  return { ...setting, alternatives };
}

function placeOf(chain: CallChain): { readonly path: string; readonly line: number } {
  const place = outermost(chain);
  return { path: place.path, line: place.occurrence.call.line };
}

/** A call site as one chain of calls leads to it. */
export function readCallSite(
  resolver: Resolver,
  chain: CallChain,
  spending: SpendingCall,
  { model, maxOutputTokens }: ModelAndCap,
): CallSite {
  const frame = chainFrame(chain);
  const { call, loops } = chain.occurrence;
  const { operation } = spending;
  const bound: BoundCall = { args: spending.args, frame, line: call.line };
  const place = outermost(chain);
  const at = placeOf(chain);
  const read = (paths: readonly ArgumentPath[]) => firstGiven(resolver, bound, spending, paths);

  const tierGiven = read(operation.serviceTier);
  const prompts = operation.prompt.flatMap((path) => read([path])?.values ?? []);
  const toolValues = read(operation.tools)?.values ?? [];
  const prompt = staticText(resolver, prompts);
  const toolText = staticText(resolver, toolValues);

  return {
    ...at,
    endLine: place.occurrence.call.endLine,
    sdk: operation.sdk,
    callee: printExpression(place.occurrence.call.callee),
    within: enclosingNames(place.occurrence.scope),
    model,
    maxOutputTokens,
    serviceTier: operation.isBatch
      ? {
          alternatives: [{ value: "batch", at, slot: "batch", origin: "literal" }],
          isOpen: false,
          isConfigurable: false,
          expression: "batch",
          reason: null,
          fails: false,
        }
      : tierGiven === null
        ? declaredSetting<string>(UNSET, spending.defaults?.serviceTier)
        : settingOf(tierGiven.values, at, tierGiven.expression, ({ value }) =>
            typeof value === "string" ? value : null,
          ),
    promptText: [prompt.text, toolText.text].filter((text) => text !== "").join("\n"),
    hasDynamicInput: prompt.isDynamic || prompts.length === 0,
    tools: billableTools(resolver, toolValues),
    loops,
    hasOutput: operation.hasOutput,
    reaches: chainLength(chain) === 1 ? null : { path: chain.path, line: call.line },
    reachesWithin: chainLength(chain) === 1 ? null : enclosingNames(chain.occurrence.scope),
    dismissal: null,
  };
}

interface Given {
  readonly values: readonly Value[];
  readonly expression: string;
}

function firstGiven(
  resolver: Resolver,
  call: BoundCall,
  spending: SpendingCall,
  paths: readonly ArgumentPath[],
): Given | null {
  let open: Given | null = null;
  resolver.start();
  for (const path of paths) {
    const values = readArgument(resolver, call, spending.receiver, path);
    if (values === null) continue;
    const expression = printArgument(call, path);
    // An open object may or may not hold this key: a later path may be sure.
    if (values.every((value) => value.kind === "unknown")) open ??= { values, expression };
    else return { values, expression };
  }
  return open;
}

function printArgument(call: BoundCall, path: ArgumentPath): string {
  const [head] = path.split(".");
  const named = call.args.find((argument) => argument.name === head);
  if (named !== undefined) return printExpression(named.value);
  for (const argument of call.args) {
    if (argument.value.kind !== "object") continue;
    const entry = argument.value.entries.find(
      (candidate) => candidate.key?.kind === "literal" && candidate.key.value === head,
    );
    if (entry !== undefined) return printExpression(entry.value);
  }
  return path;
}

function modelFromUrl(spending: SpendingCall, at: { path: string; line: number }): Setting<string> {
  const { url } = spending;
  if (url === null || !/models\//.test(url)) return UNSET;
  const model = /models\/([\w.-]+):/.exec(url)?.[1];
  if (model === undefined)
    return {
      ...UNSET,
      isOpen: true,
      expression: "url",
      reason: `the URL names the model, and is not constant (${at.path}:${at.line})`,
    };
  return {
    alternatives: [{ value: model, at, slot: "url", origin: "literal" }],
    isOpen: false,
    isConfigurable: false,
    expression: model,
    reason: null,
    fails: false,
  };
}

function wholeNumber(value: unknown): number | null {
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number > 0 ? number : null;
}

function enclosingNames(scope: Frame["scope"]): string {
  const names: string[] = [];
  for (let at: Frame["scope"] | null = scope; at !== null; at = at.parent) if (at.name !== "") names.unshift(at.name);
  return names.join(".");
}
