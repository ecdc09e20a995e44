import { z } from "zod";
import { choice, range, section, share, text, texts, whole, type Range } from "../fields.ts";
import { present } from "../present.ts";
import { selector, type Selector } from "./selector.ts";

/** How often a workload calls its model. Declared by whoever knows it; never assumed. */
export type Volume =
  | { readonly kind: "calls"; readonly callsPerMonth: Range }
  /** `threads` × `runsPerDay` × `daysPerMonth` calls a month, and the threads' storage. */
  | { readonly kind: "threads"; readonly threads: Range; readonly runsPerDay: Range; readonly daysPerMonth: number };

/** A named piece of an application that calls a model. */
export interface WorkloadSettings {
  readonly name: string;
  /** Which recorded usage is its; absent: none is matched, only named. */
  readonly match?: Selector;
  /** Which call sites are its: globs on paths from the repository's root. */
  readonly at: readonly string[];
  readonly volume?: Volume;
  /** Tokens of one call. */
  readonly inputTokens?: Range;
  readonly outputTokens?: Range;
  /** Share of the input read from the prompt cache, in basis points. */
  readonly cachedBasisPoints?: number;
  readonly model?: string;
  readonly serviceTier?: "standard" | "batch" | "flex" | "priority";
  /** Average tokens that one stored thread holds, for the storage planning rate. */
  readonly tokensPerThread?: number;
  readonly owner?: string;
  readonly description?: string;
}

const workload = section({
  match: selector.optional(),
  at: texts("a glob on paths such as src/support/**, or a list of them").optional(),
  calls_per_month: range("calls a month").optional(),
  threads: range("threads, conversations or users that are active in a month").optional(),
  runs_per_day: range("runs of one thread a day").optional(),
  days_per_month: whole("days of a month on which it runs", { min: 1, max: 31 }).prefault("30"),
  input_tokens: range("input tokens of one call, cached ones included").optional(),
  output_tokens: range("output tokens of one call").optional(),
  cached_share: share("the share of the input read from the prompt cache").optional(),
  model: text("a model name").optional(),
  service_tier: choice(["standard", "batch", "flex", "priority"], {
    default: "standard",
    auto: "standard",
    fast: "priority",
  }).optional(),
  tokens_per_thread: whole("average tokens stored in a thread").optional(),
  owner: text("a person or team").optional(),
  description: text("what it does").optional(),
});

/** A map from names to workloads; the order of the file is the order of matching. */
export const workloads = z.record(z.string(), workload).transform((map, context): readonly WorkloadSettings[] =>
  Object.entries(map).map(([name, raw]) => {
    const complain = (key: string, message: string) =>
      context.issues.push({ code: "custom", input: raw, path: [name, key], message });
    if (raw.calls_per_month && raw.threads)
      complain("threads", "cannot stand beside `calls_per_month`: declare one of the two");
    if (raw.runs_per_day && !raw.threads) complain("runs_per_day", "needs `threads` beside it");
    const volume: Volume | undefined = raw.calls_per_month
      ? { kind: "calls", callsPerMonth: raw.calls_per_month }
      : raw.threads && {
          kind: "threads",
          threads: raw.threads,
          runsPerDay: raw.runs_per_day ?? { low: 1, likely: 1, high: 1 },
          daysPerMonth: raw.days_per_month,
        };
    return present({
      name,
      match: raw.match,
      at: raw.at ?? [],
      volume,
      inputTokens: raw.input_tokens,
      outputTokens: raw.output_tokens,
      cachedBasisPoints: raw.cached_share,
      model: raw.model,
      serviceTier: raw.service_tier,
      tokensPerThread: raw.tokens_per_thread,
      owner: raw.owner,
      description: raw.description,
    });
  }),
);
