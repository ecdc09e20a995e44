import type { LedgerReader, LedgerStore } from "../../store.ts";
import type { BillableSpan } from "./billable-spans.ts";
import { CLIENT_SPAN, type Span } from "./span.ts";
import { spanRecordId } from "./span-record.ts";
import { ancestors, keyOf, parentKeyOf, spansByKey } from "./span-tree.ts";

const DAY_MS = 86_400_000;
/** For how long the spans of one call may come apart. */
const REMEMBERED_MS = DAY_MS;
const ROWS_PER_STATEMENT = 500;
/** Ids as OTLP has them; what a sender makes up otherwise is not remembered. */
const KEY = /^[0-9a-f]{1,64}:[0-9a-f]{1,32}$/;

/**
 * Of the calls in a request, those that another request has told of: a span around a call that is stored repeats it, as it does
 * within one request; a span within a stored call is that call when both count the same input and output. What belongs to the
 * calls of this request is remembered for a day, so that spans that come later are known.
 */
export async function toldByOtherRequests(
  store: LedgerStore,
  spans: readonly Span[],
  calls: readonly BillableSpan[],
): Promise<ReadonlySet<BillableSpan>> {
  if (calls.length === 0) return new Set();
  const family = familyOf(spans, calls);
  // First, so that of two requests at the same time at least one knows of the other.
  await remember(store, family.links);
  const outer = await outerOnes(store, family);
  const inner = await innerOnes(store, family);
  // What lies within one of them lies within the call that is stored.
  await remember(
    store,
    [...inner].map(([{ span }, call]) => ({ span: keyOf(span), relation: "within", call })),
  );
  return new Set([...outer, ...inner.keys()]);
}

interface SpanLink {
  readonly span: string;
  readonly relation: "holds" | "within";
  readonly call: string;
}

/** A call with the spans around it, and those that lie within it, itself among them. */
interface CallSpans {
  readonly call: BillableSpan;
  /** As far as the request tells, and the one above them, of which it does not. */
  readonly around: readonly string[];
  readonly within: readonly string[];
}

interface Family {
  readonly calls: readonly CallSpans[];
  readonly links: readonly SpanLink[];
}

function familyOf(spans: readonly Span[], calls: readonly BillableSpan[]): Family {
  const known = spansByKey(spans);
  const within = new Map(calls.map(({ span }) => [keyOf(span), [keyOf(span)]]));
  const links = new Map<string, SpanLink>();
  const link = (span: string, relation: SpanLink["relation"], call: string) => {
    if (KEY.test(span)) links.set(`${span} ${relation}`, { span, relation, call });
  };
  for (const span of spans) {
    if (within.has(keyOf(span))) continue;
    for (const one of ancestors(span, known)) {
      const call = keyOf(one);
      const keys = within.get(call);
      if (keys === undefined) continue;
      keys.push(keyOf(span));
      // Another service's spans begin below what calls it.
      if (span.kind === CLIENT_SPAN) link(keyOf(span), "within", call);
      break;
    }
  }
  const members = calls.map((call): CallSpans => {
    const key = keyOf(call.span);
    const above = [...ancestors(call.span, known)];
    const unknown = parentKeyOf(above.at(-1) ?? call.span);
    const around = [...above.map(keyOf), ...(unknown === undefined || known.has(unknown) ? [] : [unknown])];
    for (const one of around) link(one, "holds", key);
    return { call, around, within: within.get(key) ?? [] };
  });
  return { calls: members, links: [...links.values()] };
}

async function remember(store: LedgerStore, links: readonly SpanLink[]): Promise<void> {
  if (links.length === 0) return;
  // In one order, so that two replicas do not wait for each other.
  const sorted = links.toSorted((a, b) => (a.span < b.span ? -1 : a.span > b.span ? 1 : 0));
  await store.transaction(async ({ db, now }) => {
    await db
      .deleteFrom("span_links")
      .where("noted_at", "<", BigInt(now - REMEMBERED_MS))
      .execute();
    for (const part of partsOf(sorted)) {
      await db
        .insertInto("span_links")
        .values(part.map((one) => ({ ...one, noted_at: now })))
        .onConflict((conflict) => conflict.columns(["span", "relation"]).doNothing())
        .execute();
    }
  });
}

/** Calls around what another request told of. */
async function outerOnes(store: LedgerReader, { calls }: Family): Promise<readonly BillableSpan[]> {
  const holders = await linked(
    store,
    "holds",
    calls.flatMap(({ within }) => within),
  );
  return calls.flatMap(({ call, within }) => (within.some((key) => holders.has(key)) ? [call] : []));
}

/** Calls within what another request told of, each with the stored call that it is. */
async function innerOnes(store: LedgerReader, { calls }: Family): Promise<ReadonlyMap<BillableSpan, string>> {
  const inner = calls.filter(({ around }) => around.length > 0);
  if (inner.length === 0) return new Map();
  const outer = [...new Set(inner.flatMap(({ around }) => around))];
  const callOf = await linked(store, "within", outer);
  const times = inner.map(({ call }) => call.span.startedAt);
  const span = { from: Math.min(...times) - DAY_MS, to: Math.max(...times) + DAY_MS };
  const stored = await countsOf(store, [...outer, ...callOf.values()], span);
  const told = new Map<BillableSpan, string>();
  for (const { call, around } of inner) {
    const { inputTokens, outputTokens } = call.usage;
    for (const key of around.flatMap((one) => [one, callOf.get(one) ?? []].flat())) {
      const counts = stored.get(key);
      if (counts?.input === inputTokens && counts.output === outputTokens) told.set(call, key);
    }
  }
  return told;
}

/** The calls to which spans belong, by span. */
async function linked(
  { db }: LedgerReader,
  relation: SpanLink["relation"],
  spans: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const part of partsOf(spans.filter((span) => KEY.test(span)))) {
    const rows = await db
      .selectFrom("span_links")
      .select(["span", "call"])
      .where("relation", "=", relation)
      .where("span", "in", part)
      .execute();
    for (const row of rows) found.set(row.span, row.call);
  }
  return found;
}

async function countsOf(
  { db }: LedgerReader,
  calls: readonly string[],
  span: { readonly from: number; readonly to: number },
): Promise<ReadonlyMap<string, { readonly input: number; readonly output: number }>> {
  const found = new Map<string, { input: number; output: number }>();
  for (const part of partsOf(calls.filter((call) => KEY.test(call)))) {
    const keys = new Map(part.map((key) => [spanRecordId(key), key]));
    const rows = await db
      .selectFrom("records")
      .select(["id", "input_tokens", "output_tokens"])
      .where("id", "in", [...keys.keys()])
      .where("at", ">=", BigInt(span.from))
      .where("at", "<", BigInt(span.to))
      .execute();
    for (const row of rows)
      found.set(keys.get(row.id) ?? "", { input: Number(row.input_tokens), output: Number(row.output_tokens) });
  }
  return found;
}

function* partsOf<T>(all: readonly T[]): Generator<T[]> {
  for (let start = 0; start < all.length; start += ROWS_PER_STATEMENT)
    yield all.slice(start, start + ROWS_PER_STATEMENT);
}
