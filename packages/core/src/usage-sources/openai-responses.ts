import { withoutZeros, type UsageSource } from "./usage-source.ts";

/**
 * OpenAI's Responses API, and its images, realtime and transcription APIs, which share the names.
 *
 * `input_tokens` includes cached tokens and cache writes, audio and images; `output_tokens` includes reasoning, audio and
 * images. `cache_write_tokens_details` holds the parts by retention (30 minutes, 12 hours). Realtime and transcription say
 * `input_token_details` (singular), with the cached part by modality; a transcription billed by time has `seconds` alone.
 */
export const openaiResponses: UsageSource = {
  name: "openai-responses",
  fits: (body) =>
    (body.text("type") === "duration" && body.has("seconds")) ||
    (body.has("input_tokens") &&
      (body.has("total_tokens") ||
        body.has("input_tokens_details", "cached_tokens") ||
        body.has("output_tokens_details", "reasoning_tokens"))),
  read(body) {
    const detail = (name: string) =>
      Math.max(body.count("input_tokens_details", name), body.count("input_token_details", name));
    const made = (name: string) =>
      Math.max(body.count("output_tokens_details", name), body.count("output_token_details", name));
    const cached = (name: string) => body.count("input_token_details", "cached_tokens_details", name);
    const retained = (name: string) => body.count("input_tokens_details", "cache_write_tokens_details", name);
    cached("text_tokens");
    return {
      usage: withoutZeros({
        inputTokens: body.count("input_tokens"),
        cachedInputTokens: detail("cached_tokens"),
        cacheWriteTokens: detail("cache_write_tokens"),
        cacheWrite30mTokens: retained("ttl_30m_tokens"),
        cacheWrite12hTokens: retained("ttl_12h_tokens"),
        inputAudioTokens: detail("audio_tokens"),
        cachedAudioTokens: cached("audio_tokens"),
        inputImageTokens: detail("image_tokens"),
        cachedImageTokens: cached("image_tokens"),
        outputTokens: body.count("output_tokens"),
        reasoningTokens: made("reasoning_tokens"),
        outputAudioTokens: made("audio_tokens"),
        outputImageTokens: made("image_tokens"),
        audioSeconds: Math.ceil(body.text("type") === "duration" ? body.count("seconds") : 0),
        webSearches: body.count("server_tool_use_details", "web_search_requests"),
      }),
    };
  },
};
