import type { BillableSpan } from "./billable-spans.ts";
import type { Span } from "./span.ts";

/**
 * Takes out calls that two libraries saw side by side. Some instrumentations open their span without making it the current one, so
 * that the other's is its sibling and not its child. Two spans are one call when they have the same parent, come from different
 * instrumentations, ran at the same time, count the same input and output of the same model, and do not name different responses.
 * Calls of one instrumentation are never taken for each other, however alike they are.
 *
 * @param saysMore whether the first knows more parts of the same totals than the second
 */
export function withoutSeenTwice(
  calls: readonly BillableSpan[],
  saysMore: (a: BillableSpan, b: BillableSpan) => boolean,
): readonly BillableSpan[] {
  const kept: { call: BillableSpan; readonly scopes: Set<string>; readonly members: Span[] }[] = [];
  const byPlace = new Map<string, typeof kept>();
  for (const call of calls.toSorted(byIdentity)) {
    const { span, usage } = call;
    const place = [span.traceId, span.parentSpanId ?? "", usage.inputTokens, usage.outputTokens].join(":");
    const there = byPlace.get(place) ?? [];
    byPlace.set(place, there);
    const twin = there.find(
      ({ scopes, members }) => !scopes.has(span.scope) && members.every((member) => areOneCall(member, span)),
    );
    if (twin === undefined) {
      const one = { call, scopes: new Set([span.scope]), members: [span] };
      there.push(one);
      kept.push(one);
      continue;
    }
    twin.scopes.add(span.scope);
    twin.members.push(span);
    if (saysMore(call, twin.call)) twin.call = { span: twin.call.span, usage };
  }
  const left = new Map(kept.map(({ call }) => [call.span, call]));
  return calls.flatMap(({ span }) => left.get(span) ?? []);
}

/** Whoever knows the response stays, then the lower id: the same one whatever the order in which spans arrive. */
function byIdentity(a: BillableSpan, b: BillableSpan): number {
  const isNamed = ({ span }: BillableSpan) => (responseOf(span) === undefined ? 1 : 0);
  return isNamed(a) - isNamed(b) || (a.span.spanId < b.span.spanId ? -1 : 1);
}

function areOneCall(a: Span, b: Span): boolean {
  if (a.scope === "" || b.scope === "" || a.endedAt === undefined || b.endedAt === undefined) return false;
  if (a.startedAt > b.endedAt || b.startedAt > a.endedAt) return false;
  const one = responseOf(a);
  const other = responseOf(b);
  if (one !== undefined && other !== undefined && one !== other) return false;
  const models = modelsOf(b);
  return modelsOf(a).some((model) => models.includes(model));
}

const RESPONSES = ["gen_ai.response.id", "ai.response.id"];

function responseOf({ attributes }: Span): string | undefined {
  const value = RESPONSES.map((name) => attributes.get(name)).find((id) => id !== undefined && id !== "");
  return value === undefined ? undefined : String(value);
}

const MODELS = [
  "gen_ai.response.model",
  "gen_ai.request.model",
  "ai.response.model",
  "ai.model.id",
  "llm.response.model",
  "llm.request.model",
  "llm.model_name",
  "embedding.model_name",
  "reranker.model_name",
];

/** As asked for and as answered: one library tells the one, another the other. */
function modelsOf({ attributes }: Span): string[] {
  return MODELS.flatMap((name) => {
    const model = attributes.get(name);
    return typeof model === "string" && model !== "" ? [model] : [];
  });
}
