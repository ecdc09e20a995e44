import type { UsageCounts } from "@runrate/core";
import { withoutSeenTwice } from "./seen-twice.ts";
import { CLIENT_SPAN, type Span } from "./span.ts";
import { ancestors, keyOf, spansByKey } from "./span-tree.ts";
import { spanUsage, type SpanUsage } from "./span-usage.ts";

/** A span that stands for one call of a model, with what it counted. */
export interface BillableSpan {
  readonly span: Span;
  readonly usage: UsageCounts;
}

/** Which spans of a request are calls. A span without usage is in neither list. */
export interface BillableSpans {
  readonly calls: readonly BillableSpan[];
  readonly faults: readonly string[];
}

/** Operations that hold calls as their children and repeat their sums. */
const HOLDERS = new Set(["invoke_agent", "create_agent", "agent_step", "execute_tool", "invoke_workflow", "plan"]);
const OPENINFERENCE_CALLS = new Set(["LLM", "EMBEDDING", "RERANKER"]);

/**
 * Finds the calls among spans, each once: what an outer span repeats of the calls within it is not counted again. Where two
 * libraries saw one call, the inner span is the call, with the counts of whichever reported more; of two side by side one is.
 */
export function billableSpans(spans: readonly Span[]): BillableSpans {
  const faults: string[] = [];
  const found = new Map<string, { readonly span: Span; readonly read: Extract<SpanUsage, { kind: "usage" }> }>();
  for (const span of spans) {
    if (isHolder(span)) continue;
    const read = spanUsage(span);
    if (read.kind === "fault") faults.push(read.reason);
    else if (read.kind === "usage") found.set(keyOf(span), { span, read });
  }
  const parents = spansByKey(spans);
  const inner = new Map<string, string[]>();
  for (const [key, { span }] of found) {
    const outer = nearestAbove(span, parents, found);
    if (outer === undefined) continue;
    const held = inner.get(outer);
    if (held) held.push(key);
    else inner.set(outer, [key]);
  }
  const usages = new Map([...found].map(([key, { read }]) => [key, read]));
  // From the inside out: an outer span hands what it knows better down to the one call that it holds.
  const outers = [...inner.keys()].sort((a, b) => depthOf(b, found, parents) - depthOf(a, found, parents));
  for (const outer of outers) {
    const [only, ...others] = inner.get(outer) ?? [];
    const own = usages.get(outer);
    const held = only === undefined ? undefined : usages.get(only);
    if (only !== undefined && others.length === 0 && own && held && saysMore(own, held)) usages.set(only, own);
  }
  const innermost = [...found].flatMap(([key, { span }]): BillableSpan[] => {
    const read = usages.get(key);
    return inner.has(key) || read === undefined ? [] : [{ span, usage: read.usage }];
  });
  const detailsOf = ({ span }: BillableSpan) => usages.get(keyOf(span))?.details ?? 0;
  const calls = withoutSeenTwice(innermost, (a, b) => detailsOf(a) > detailsOf(b));
  return { calls: [...calls, ...remoteAgents(spans, calls, parents)], faults };
}

/** An agent that runs elsewhere has no calls within it to be seen: its own sum is the usage. */
function remoteAgents(
  spans: readonly Span[],
  calls: readonly BillableSpan[],
  parents: ReadonlyMap<string, Span>,
): BillableSpan[] {
  const above = new Set<string>();
  for (const { span } of calls) for (const one of ancestors(span, parents)) above.add(keyOf(one));
  return spans.flatMap((span) => {
    const isRemote = span.attributes.get("gen_ai.operation.name") === "invoke_agent" && span.kind === CLIENT_SPAN;
    if (!isRemote || above.has(keyOf(span))) return [];
    const read = spanUsage(span);
    return read.kind === "usage" ? [{ span, usage: read.usage }] : [];
  });
}

function isHolder({ attributes }: Span): boolean {
  const vercel = attributes.get("ai.operationId");
  if (typeof vercel === "string" && !/\.do[A-Z]/.test(vercel)) return true;
  const operation = attributes.get("gen_ai.operation.name");
  if (typeof operation === "string" && HOLDERS.has(operation)) return true;
  const kind = attributes.get("openinference.span.kind");
  if (typeof kind === "string" && !OPENINFERENCE_CALLS.has(kind.toUpperCase())) return true;
  return attributes.has("traceloop.span.kind") && operation === undefined;
}

/** The same call: the same totals, with more parts of them known. */
function saysMore(a: Extract<SpanUsage, { kind: "usage" }>, b: Extract<SpanUsage, { kind: "usage" }>): boolean {
  const isSame = a.usage.inputTokens === b.usage.inputTokens && a.usage.outputTokens === b.usage.outputTokens;
  return isSame && a.details > b.details;
}

function nearestAbove(
  span: Span,
  parents: ReadonlyMap<string, Span>,
  found: ReadonlyMap<string, unknown>,
): string | undefined {
  for (const one of ancestors(span, parents)) {
    const key = keyOf(one);
    if (found.has(key)) return key;
  }
  return undefined;
}

function depthOf(key: string, found: ReadonlyMap<string, { readonly span: Span }>, parents: ReadonlyMap<string, Span>) {
  const span = found.get(key)?.span;
  return span === undefined ? 0 : [...ancestors(span, parents)].length;
}
