/**
 * What one usage record counts. Totals are inclusive, as OpenAI reports them: cached input and cache writes are parts of
 * `inputTokens`, reasoning is part of `outputTokens`, audio and images are parts of their totals.
 * Counts are whole and not negative, up to 2^53 - 1; an absent count is 0.
 */
export interface UsageCounts {
  readonly inputTokens: number;
  readonly cachedInputTokens?: number;
  /** All tokens written to the cache; the retention counts below are parts of it, the rest has the provider's default. */
  readonly cacheWriteTokens?: number;
  readonly cacheWrite5mTokens?: number;
  readonly cacheWrite30mTokens?: number;
  readonly cacheWrite1hTokens?: number;
  readonly cacheWrite12hTokens?: number;
  readonly outputTokens: number;
  readonly reasoningTokens?: number;
  readonly inputAudioTokens?: number;
  /** Part of both `inputAudioTokens` and `cachedInputTokens`. */
  readonly cachedAudioTokens?: number;
  readonly outputAudioTokens?: number;
  readonly inputImageTokens?: number;
  /** Part of both `inputImageTokens` and `cachedInputTokens`. */
  readonly cachedImageTokens?: number;
  readonly outputImageTokens?: number;
  readonly inputVideoTokens?: number;
  /** Part of both `inputVideoTokens` and `cachedInputTokens`. */
  readonly cachedVideoTokens?: number;
  readonly outputVideoTokens?: number;
  /** Part of `outputTokens`: quoted sources, which one provider bills apart. */
  readonly citationTokens?: number;
  readonly webSearches?: number;
  readonly fileSearches?: number;
  readonly codeSessions?: number;
  /** Minutes of containers with 1, 4 and 64 GB of memory, rounded up as the provider bills them. */
  readonly containerMinutes1gb?: number;
  readonly containerMinutes4gb?: number;
  readonly containerMinutes64gb?: number;
  readonly audioSeconds?: number;
  readonly documentPages?: number;
  /** Vector store storage over the free allowance, in GB-days; a decimal string, since it need not be whole. */
  readonly storageGbDays?: string;
}

/** The tier that a request was served at. `default` and `auto` are read as standard, `fast` as priority. */
export type ServiceTier = "standard" | "batch" | "flex" | "priority";

/**
 * One priced thing that happened: a model call, or an aggregate of `requests` calls over `spanMs`.
 * The columns of "who" are DESIGN.md's; everything else is a tag.
 */
export interface UsageRecord {
  /** Idempotency id: the same id is the same record. */
  readonly id: string;
  /** When it happened (an aggregate: when its bucket starts), in milliseconds since 1970 UTC. */
  readonly at: number;
  /** Length of the bucket in milliseconds; absent for a single call. */
  readonly spanMs?: number;
  /** As recorded, or absent: then the model's own maker is meant. */
  readonly provider?: string;
  /** As recorded; never rewritten, so that what the source said can always be shown. */
  readonly model: string;
  readonly serviceTier: ServiceTier;
  readonly usage: UsageCounts;
  /** How many calls: 1 for a call, more for an aggregate. */
  readonly requests: number;
  readonly project?: string;
  readonly apiKey?: string;
  readonly user?: string;
  readonly workload?: string;
  readonly conversation?: string;
  readonly organisation?: string;
  readonly region?: string;
  /** The provider's id of the response, by which two sources that saw the same call are recognised. */
  readonly responseId?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Where it came from: `import:<file name>`, `openai-admin`, `otlp`, `recorder`, `http`. */
  readonly source: string;
}
