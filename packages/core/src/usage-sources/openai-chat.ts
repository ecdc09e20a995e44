import { withoutZeros, type UsageSource } from "./usage-source.ts";

/**
 * OpenAI chat completions and embeddings, and the many that copy the form (Groq, Mistral, OpenRouter, DeepSeek, Cerebras …).
 *
 * `prompt_tokens` includes cached and audio tokens, and cache writes where they are reported; `completion_tokens` includes
 * reasoning, audio and rejected predictions. DeepSeek's `prompt_cache_hit_tokens` and a bare `cached_tokens` say the same as
 * `prompt_tokens_details.cached_tokens` and are read where that is absent. Mistral's `num_cached_tokens` without details is
 * not a discount: its bodies that are billed with one carry the details.
 */
export const openaiChat: UsageSource = {
  name: "openai-chat",
  fits: (body) => body.has("prompt_tokens"),
  read(body) {
    body.count("num_cached_tokens");
    const cached = [
      body.count("prompt_tokens_details", "cached_tokens"),
      body.count("prompt_cache_hit_tokens"),
      body.count("cached_tokens"),
    ];
    const output = body.count("completion_tokens");
    // Perplexity puts reasoning beside the details; some proxies report more of it than there is output.
    const reasoning = Math.max(
      body.count("completion_tokens_details", "reasoning_tokens"),
      body.count("reasoning_tokens"),
    );
    return {
      usage: withoutZeros({
        inputTokens: body.count("prompt_tokens"),
        cachedInputTokens: Math.max(...cached),
        cacheWriteTokens: body.count("prompt_tokens_details", "cache_write_tokens"),
        inputAudioTokens: body.count("prompt_tokens_details", "audio_tokens"),
        inputImageTokens: body.count("prompt_tokens_details", "image_tokens"),
        inputVideoTokens: body.count("prompt_tokens_details", "video_tokens"),
        outputTokens: output,
        reasoningTokens: Math.min(reasoning, output),
        outputAudioTokens: body.count("completion_tokens_details", "audio_tokens"),
        outputImageTokens: body.count("completion_tokens_details", "image_tokens"),
        citationTokens: body.count("citation_tokens"),
        webSearches: Math.max(
          body.count("server_tool_use_details", "web_search_requests"),
          body.count("server_tool_use", "web_search_requests"),
          body.count("num_search_queries"),
        ),
      }),
    };
  },
};
