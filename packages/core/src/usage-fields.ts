import type { UsageCounts } from "./usage.ts";

type CountField = Exclude<keyof UsageCounts, "storageGbDays">;

/**
 * Runrate's own form of a usage object: each count's name in JSON and in the database, and the field that holds it.
 * The order is the one in which counts are shown.
 */
export const COUNT_FIELDS = {
  input_tokens: "inputTokens",
  cached_input_tokens: "cachedInputTokens",
  cache_write_tokens: "cacheWriteTokens",
  cache_write_5m_tokens: "cacheWrite5mTokens",
  cache_write_30m_tokens: "cacheWrite30mTokens",
  cache_write_1h_tokens: "cacheWrite1hTokens",
  cache_write_12h_tokens: "cacheWrite12hTokens",
  output_tokens: "outputTokens",
  reasoning_tokens: "reasoningTokens",
  input_audio_tokens: "inputAudioTokens",
  cached_audio_tokens: "cachedAudioTokens",
  output_audio_tokens: "outputAudioTokens",
  input_image_tokens: "inputImageTokens",
  cached_image_tokens: "cachedImageTokens",
  output_image_tokens: "outputImageTokens",
  input_video_tokens: "inputVideoTokens",
  cached_video_tokens: "cachedVideoTokens",
  output_video_tokens: "outputVideoTokens",
  citation_tokens: "citationTokens",
  web_searches: "webSearches",
  file_searches: "fileSearches",
  code_sessions: "codeSessions",
  container_minutes_1gb: "containerMinutes1gb",
  container_minutes_4gb: "containerMinutes4gb",
  container_minutes_64gb: "containerMinutes64gb",
  audio_seconds: "audioSeconds",
  document_pages: "documentPages",
} as const satisfies Record<string, CountField>;

export type CountName = keyof typeof COUNT_FIELDS;

export const COUNT_NAMES = Object.keys(COUNT_FIELDS) as readonly CountName[];

export function isCountName(name: string): name is CountName {
  return Object.hasOwn(COUNT_FIELDS, name);
}
